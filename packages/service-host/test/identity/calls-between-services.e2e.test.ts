import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActorId, CompanyId } from '@accounting/kernel';
import { signedToken, tokenSettings } from '@accounting/testing';
import { decode, sign, type SignOptions } from 'jsonwebtoken';
import { startComplianceStandIn, type ComplianceStandIn } from '../fixtures/compliance-stand-in';
import { noteClient, type NoteClient } from '../fixtures/note-client';
import { seenByGrpc } from '../fixtures/notes-grpc';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import { startTax, type StartedTax } from '../fixtures/tax-service';
import {
  bank,
  bankToken,
  gatewaySecret,
  neighbourSettingsOf,
  serviceAuthorization,
  trustBundle,
} from '../fixtures/trusted-parties';

let compliance: ComplianceStandIn;
let notes: StartedNotes;
let tax: StartedTax;
let toNotes: NoteClient;
let toTax: NoteClient;

const settingsOf = (name: 'tax' | 'notes') => ({
  ...neighbourSettingsOf(name),
  AUTH_JWKS: 'none',
  COMPLIANCE_URL: compliance.url,
  TRUST_POLL_INTERVAL_MS: '50',
});

beforeAll(async () => {
  compliance = await startComplianceStandIn();
  notes = await startNotes(settingsOf('notes'));
  toNotes = noteClient(notes.grpcAddress);
  tax = await startTax(notes.grpcAddress, settingsOf('tax'));
  toTax = noteClient(tax.grpcAddress);
});

afterAll(async () => {
  toTax.close();
  await tax.stop();
  toNotes.close();
  await notes.stop();
  await compliance.stop();
});

const companyId = '0192f0c1-0000-7000-8000-0000000000c7' as CompanyId;
const permissions = ['tax:read', 'notes:read'];

/** The token of somebody who may ask both services. */
const person = (changes: object = {}): string =>
  signedToken({ actorId: 'nino' as ActorId, companyId, permissions, ...changes });

const throughGateway = (token: string, headers: object = {}): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'x-gateway-secret': gatewaySecret,
  'x-correlation-id': 'asked-once',
  ...headers,
});

/** Asks tax over HTTP: the status, and what the notes answered or refused. */
const askTax = async (headers: Record<string, string>): Promise<readonly [number, string]> => {
  const answer = await fetch(`${tax.httpUrl}/api/v1/tax-note`, { headers });
  const body = (await answer.json()) as { note?: string; code?: string };
  return [answer.status, body.note ?? body.code ?? ''];
};

beforeEach(() => {
  delete seenByGrpc.context;
});

describe('a service that another one calls', () => {
  it.each([
    ['HTTP', async () => (await askTax(throughGateway(person())))[1]],
    ['gRPC', () => toTax.read(throughGateway(person()))],
  ])('sees who asked the other over %s, for which company, and who calls', async (_, ask) => {
    expect(await ask()).toBe('a!');
    expect(seenByGrpc.context).toMatchObject({
      actorId: 'nino',
      companyId,
      callingService: 'tax',
      correlationId: 'asked-once',
      permissions: new Set(permissions),
      credential: { kind: 'person' },
    });
  });

  it('sees the partner for whom the other one asks', async () => {
    compliance.bundle = trustBundle({
      partners: trustBundle().partners.map((entry) => ({ ...entry, permissions })),
    });
    const headers = throughGateway(bankToken(), {
      'x-consumer-custom-id': 'bank',
      'x-credential-identifier': bank.keyId,
    });
    await eventually(async () => (await askTax(headers))[1], 'a!');
    expect(seenByGrpc.context).toMatchObject({
      actorId: 'partner:bank',
      callingService: 'tax',
      credential: { kind: 'partner', keyId: bank.keyId },
    });
    // Whoever is no service vouches for nobody.
    const { 'x-service-authorization': own, ...alone } = tax.sent();
    expect(own).toBeDefined();
    expect(await toNotes.read(alone)).toBe('host.service_token_missing');
  });
});

/** Asks again and again, because what is trusted arrives a moment later. */
const eventually = async (ask: () => Promise<unknown>, expected: unknown): Promise<void> => {
  let last: unknown;
  for (let round = 0; round < 100; round += 1) {
    last = await ask();
    if (last === expected) return;
    await sleep(20);
  }
  expect(last).toEqual(expected);
};

describe('a service that is called', () => {
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** What somebody who is not tax could say to pass for it. */
  const signedBy = (
    key: string | typeof stranger.privateKey,
    options: SignOptions,
    type = 'service',
  ): string => {
    const claims = { type, jti: randomUUID() };
    const standard: SignOptions = {
      algorithm: 'ES256',
      keyid: 'tax',
      subject: 'tax',
      audience: tokenSettings.AUTH_AUDIENCE,
      expiresIn: 60,
    };
    return `Bearer ${sign(claims, key, { ...standard, ...options })}`;
  };

  const taxKey = (): string => neighbourSettingsOf('tax').SERVICE_SIGNING_KEY;

  const expired = (): string => {
    const issuedAt = Math.floor(Date.now() / 1_000) - 120;
    const claims = {
      ...{ type: 'service', sub: 'tax', aud: tokenSettings.AUTH_AUDIENCE },
      ...{ iat: issuedAt, exp: issuedAt + 60 },
    };
    return `Bearer ${sign(claims, taxKey(), { algorithm: 'ES256', keyid: 'tax' })}`;
  };

  /** A token of tax whose content was changed under its signature. */
  const altered = (): string => {
    const [header, , signature] = serviceAuthorization('tax').split('.');
    const { exp = 0, ...claims } = decode(serviceAuthorization('tax').slice('Bearer '.length), {
      json: true,
    }) ?? { exp: 0 };
    const changed = Buffer.from(JSON.stringify({ ...claims, exp: exp + 5 })).toString('base64url');
    return [header, changed, signature].join('.');
  };

  const missing = 'host.service_token_missing';
  const invalid = 'host.service_token_invalid';

  /** Exactly what tax sends for somebody, but for one thing. */
  const asTax = async (changes: Record<string, string | undefined>): Promise<string> => {
    expect(await askTax(throughGateway(person()))).toEqual([200, 'a!']);
    delete seenByGrpc.context;
    const headers = Object.entries({ ...tax.sent(), ...changes });
    const given = headers.filter((entry): entry is [string, string] => entry[1] !== undefined);
    return toNotes.read(Object.fromEntries(given));
  };

  const service = (value: string | undefined) => ({ 'x-service-authorization': value });
  const user = (token: string) => ({ authorization: `Bearer ${token}` });

  it('answers the call as the other service makes it', async () => {
    expect(await asTax({})).toBe('a!');
    expect(await asTax(service(signedBy(taxKey(), {})))).toBe('a!');
  });

  it.each([
    ['no service identity', missing, () => service(undefined)],
    ['another scheme', missing, () => service(serviceAuthorization('tax').slice(7))],
    ['another audience', invalid, () => service(serviceAuthorization('tax', { audience: 'x' }))],
    ['a time that is over', invalid, () => service(expired())],
    ['a life too long', invalid, () => service(signedBy(taxKey(), { expiresIn: 3_600 }))],
    [
      'a service that nobody knows',
      invalid,
      () => service(signedBy(stranger.privateKey, { keyid: 'intruder', subject: 'intruder' })),
    ],
    ['a stranger’s signature', invalid, () => service(signedBy(stranger.privateKey, {}))],
    [
      'the signature of another service',
      invalid,
      () => service(serviceAuthorization('tax', { key: 'notes' })),
    ],
    [
      'the name of another service',
      invalid,
      () => service(signedBy(taxKey(), { subject: 'notes' })),
    ],
    ['a changed content', invalid, () => service(altered())],
    ['another type of token', invalid, () => service(signedBy(taxKey(), {}, 'access'))],
    ['no signature', invalid, () => service(signedBy('', { algorithm: 'none' }))],
    ['the token of a person', invalid, () => service(`Bearer ${person()}`)],
  ])('refuses %s in x-service-authorization', async (_, code, changes) => {
    expect(await asTax(changes())).toBe(code);
    expect(seenByGrpc.context).toBeUndefined();
  });

  it.each([
    ['nobody', 'host.token_missing', () => ({ authorization: undefined })],
    [
      'a person without the permission',
      'host.permission_denied',
      () => user(person({ permissions: ['tax:read'] })),
    ],
    [
      'a person whose token has expired',
      'host.token_expired',
      () => user(person({ lifetimeSeconds: -60 })),
    ],
    [
      'the service itself, as if it were a person',
      'host.token_invalid',
      () => ({ authorization: serviceAuthorization('tax') }),
    ],
  ])('refuses a call on behalf of %s', async (_, code, changes) => {
    expect(await asTax(changes())).toBe(code);
    expect(seenByGrpc.context).toBeUndefined();
  });

  it('decides itself what the person may do, whatever the other service lets them', async () => {
    const token = person({ permissions: ['tax:read'] });
    expect(await askTax(throughGateway(token))).toEqual([403, 'host.permission_denied']);
    expect(seenByGrpc.context).toBeUndefined();
  });

  it('refuses a token that was revoked, though it knew it', async () => {
    const token = person();
    expect((await askTax(throughGateway(token)))[0]).toBe(200);
    const sent = tax.sent();
    const { jti = '' } = decode(token, { json: true }) ?? {};
    compliance.bundle = trustBundle({ revocations: [{ jti, expiresAt: '2030-01-01T00:00:00Z' }] });
    await eventually(() => toNotes.read(sent), 'host.token_revoked');
    await eventually(async () => (await askTax(throughGateway(token)))[0], 401);
    expect(await askTax(throughGateway(person()))).toEqual([200, 'a!']);
  });
});
