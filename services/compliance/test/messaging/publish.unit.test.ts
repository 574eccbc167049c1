import { complianceV1 as v1 } from '@accounting/contracts';
import type { CommittedEvent } from '@accounting/event-store';
import type { ActorId, CompanyId, Instant, Uuid } from '@accounting/kernel';
import { messageReader } from '@accounting/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityRealm } from '../../src/domain/identity-realm';
import { organisationEventVersions } from '../../src/domain/organisation-event';
import { publish } from '../../src/messaging/publish';

interface Sample {
  readonly type: string;
  readonly data: object;
}

const folder = join(__dirname, '..', 'samples');
const samples = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample)
  .filter(({ type }) => type in organisationEventVersions);

const recorded = (fact: Sample, changes: Partial<CommittedEvent> = {}): CommittedEvent => ({
  eventId: '01936b2e-5a00-7000-8000-00000000000e' as Uuid,
  schemaVersion: 1,
  occurredAt: '2026-11-22T08:00:00.000Z' as Instant,
  metadata: { actorId: 'ana' as ActorId, correlationId: 'request-1' },
  companyId: '0192f0c1-0000-7000-8000-000000000001' as CompanyId,
  streamId: 'partner-01936b2e-5a00-7000-8000-000000000001',
  streamVersion: 3,
  position: { transactionId: '7', sequence: '9' },
  ...fact,
  ...changes,
});

const read = messageReader(v1);

/** What a consumer reads. */
const received = (fact: Sample): unknown => {
  const message = publish(recorded(fact));
  if (message === undefined) throw new Error(`${fact.type} is not published`);
  return read(message);
};

/** What the fact says, without what is absent; a public key is only named by its fingerprint. */
const said = ({ data }: Sample): unknown =>
  JSON.parse(JSON.stringify(data), (name, value: unknown) => {
    if (name === 'publicKeyPem' || value === null) return undefined;
    if (typeof value !== 'string') return value;
    if (name === 'algorithm') return `PARTNER_KEY_ALGORITHM_${value}`;
    return name === 'scope' ? `DUTY_SCOPE_${value.toUpperCase()}` : value;
  });

describe('a published fact', () => {
  it.each(samples)('says in its message all that $type says', (sample) => {
    expect(received(sample)).toEqual(said(sample));
  });

  it('says who caused it when it was another fact, and where it stands', () => {
    const sample = samples.find(({ type }) => type === 'PartnerResumed') as Sample;
    const causationId = '01936b2e-5a00-7000-8000-00000000000f' as Uuid;
    const metadata = { actorId: 'ana' as ActorId, correlationId: 'request-1', causationId };
    expect(publish(recorded(sample, { metadata }))).toMatchObject({
      topic: 'compliance.partner',
      attributes: {
        source: '/compliance/partner-01936b2e-5a00-7000-8000-000000000001',
        streamVersion: 3,
        correlationId: 'request-1',
        causationId,
      },
    });
  });

  it('has no tax number, limits or acceptance when the fact has none', () => {
    const fact = { companyId: 'c', nameGeorgian: 'ა', nameLatin: 'A', isOperator: true };
    const registered = { ...fact, taxIdentificationNumber: null };
    expect(publish(recorded({ type: 'CompanyRegistered', data: registered }))?.value).toEqual(fact);
    const changed = { roleId: 'r', permissions: ['accounts:read'] };
    const value = publish(
      recorded({ type: 'RolePermissionsChanged', data: { ...changed, acceptance: null } }),
    )?.value;
    expect(value).toEqual(changed);
    const key = { partnerId: 'p', keyId: 'k', algorithm: 'HS256' };
    expect(publish(recorded({ type: 'PartnerKeyAdded', data: key }))?.value).toEqual({
      ...key,
      algorithm: 'PARTNER_KEY_ALGORITHM_HS256',
    });
  });
});

describe('what is not published', () => {
  it('is what happens to people', () => {
    const signedIn = { type: 'SignedIn', data: {} };
    expect(publish(recorded(signedIn, { companyId: identityRealm }))).toBeUndefined();
  });

  it('holds the relay up when it is a fact of a company that nobody can read', () => {
    expect(() => publish(recorded({ type: 'Unknown', data: {} }))).toThrow('a fact of compliance');
    const [sample] = samples;
    expect(() => publish(recorded(sample as Sample, { schemaVersion: 2 }))).toThrow(
      'has the shape of today',
    );
  });
});
