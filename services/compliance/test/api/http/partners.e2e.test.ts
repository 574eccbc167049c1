import { tokenSettings } from '@accounting/testing';
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { sign, type Algorithm } from 'jsonwebtoken';
import {
  accepted,
  refusal,
  startCompliance,
  type Call,
  type StartedCompliance,
} from './started-compliance';

interface KeyReceipt {
  readonly keyId: string;
  readonly secretState: string;
  readonly secret?: string;
  readonly version: number;
}

interface PartnerBody {
  readonly status: string;
  readonly version: number;
  readonly keys: readonly { readonly keyId: string; readonly lastUsedAt: string | null }[];
}

interface Credentials {
  readonly keys: readonly { readonly keyId: string; readonly publicKeyPem: string }[];
  readonly partners: readonly {
    readonly partnerId: string;
    readonly keys: readonly { readonly keyId: string; readonly secret?: string }[];
    readonly limits: object;
  }[];
}

let compliance: StartedCompliance;
let admin: Call;

beforeAll(async () => {
  compliance = await startCompliance();
  admin = compliance.as(compliance.admin.accessToken);
});
afterAll(() => compliance.stop());

const terms = { name: 'Web shop', scopes: ['transactions:post'], limits: { perMinute: 60 } };
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();

const register = async (): Promise<string> =>
  (await accepted(admin<{ partnerId: string }>('POST', '/compliance/partners', { body: terms })))
    .partnerId;

const addKey = (partnerId: string, body: unknown, key?: string) =>
  admin<KeyReceipt>('POST', `/compliance/partners/${partnerId}/keys`, {
    body,
    ...(key !== undefined && { key }),
  });

const read = (partnerId: string): Promise<PartnerBody> =>
  accepted(admin<PartnerBody>('GET', `/compliance/partners/${partnerId}`));

const tokenOf = (privateKey: KeyObject, keyId: string, algorithm: Algorithm = 'ES256'): string =>
  sign({ jti: randomUUID() }, privateKey, {
    algorithm,
    keyid: keyId,
    audience: tokenSettings.AUTH_AUDIENCE,
    expiresIn: 300,
  });

const credentials = async (): Promise<Credentials> =>
  (await accepted(
    compliance.internal('gateway-renderer', 'GET', '/gateway-credentials'),
  )) as unknown as Credentials;

/** What was read a moment ago is shared for a quarter of a second. */
const shared = () => new Promise((resolve) => setTimeout(resolve, 300));

/** The status of a request of the partner, once the service has heard of the last change. */
const answered = async (token: string, expected: number): Promise<number> => {
  let status = 0;
  for (let tries = 0; tries < 40 && status !== expected; tries += 1) {
    ({ status } = await compliance.as(token)('GET', '/compliance/policy'));
    if (status !== expected) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return status;
};

describe('a partner with a key pair', () => {
  it('is recognised by its token, and never administers', async () => {
    const partnerId = await register();
    const key = { algorithm: 'ES256', publicKey: pemOf(pair.publicKey) };
    const receipt = await accepted(addKey(partnerId, key));
    expect(receipt).toMatchObject({ secretState: 'none', version: 2 });
    expect(receipt).not.toHaveProperty('secret');
    const token = tokenOf(pair.privateKey, receipt.keyId);
    expect(await answered(token, 403)).toBe(403);

    const path = `/compliance/partners/${partnerId}`;
    await accepted(admin('POST', `${path}/suspend`, { body: { reason: 'Floods us' } }));
    expect(await answered(token, 401)).toBe(401);
    expect((await credentials()).partners.map((each) => each.partnerId)).not.toContain(partnerId);
    await accepted(admin('POST', `${path}/resume`));
    expect(await answered(token, 403)).toBe(403);
    await accepted(admin('POST', `${path}/keys/${receipt.keyId}/retire`, { body: {} }));
    expect(await answered(token, 401)).toBe(401);
  });

  it('rotates its keys without a pause', async () => {
    const partnerId = await register();
    const old = await accepted(
      addKey(partnerId, { algorithm: 'RS256', publicKey: pemOf(rsa.publicKey) }),
    );
    const next = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { keyId } = await accepted(
      addKey(partnerId, {
        algorithm: 'ES256',
        publicKey: next.publicKey.export({ format: 'jwk' }),
      }),
    );
    const path = `/compliance/partners/${partnerId}/keys/${old.keyId}/retire`;
    const retiresAt = new Date(Date.now() + 3_600_000).toISOString();
    await accepted(admin('POST', path, { body: { retiresAt } }));
    expect(await answered(tokenOf(rsa.privateKey, old.keyId, 'RS256'), 403)).toBe(403);
    expect(await answered(tokenOf(next.privateKey, keyId), 403)).toBe(403);
    expect(
      await refusal(admin('POST', path, { body: { retiresAt: '2020-01-01T00:00:00Z' } })),
    ).toBe('400 compliance.partner_key_retirement_past');
  });

  it('is refused the same key twice, here and for another partner of the company', async () => {
    const key = { algorithm: 'ES256', publicKey: pemOf(pair.publicKey) };
    expect(await refusal(addKey(await register(), key))).toBe('409 compliance.partner_key_known');
  });

  it.each([
    [
      'a private key',
      {
        algorithm: 'ES256',
        publicKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
      'partner_key_private',
    ],
    [
      'a private JWK',
      { algorithm: 'ES256', publicKey: pair.privateKey.export({ format: 'jwk' }) },
      'partner_key_private',
    ],
    ['text', { algorithm: 'ES256', publicKey: 'ssh-rsa AAAA' }, 'partner_key_invalid'],
    [
      'a key of another algorithm',
      { algorithm: 'RS256', publicKey: pemOf(pair.publicKey) },
      'partner_key_unsuitable',
    ],
  ])('is refused %s', async (_what, key, reason) => {
    const reply = await addKey(await register(), key);
    expect(reply).toMatchObject({ status: 400, body: { code: `compliance.${reason}` } });
    const beginning = JSON.stringify(key.publicKey).slice(1, 60);
    expect(JSON.stringify(reply.body)).not.toContain(beginning);
  });
});

describe('a partner with a shared secret', () => {
  it('is told it once; the gateway and the services are told it again', async () => {
    const partnerId = await register();
    const first = await accepted(addKey(partnerId, { algorithm: 'HS256' }, 'the-secret'));
    expect(first.secretState).toBe('told');
    expect(Buffer.from(first.secret ?? '', 'base64url')).toHaveLength(32);
    const again = await accepted(addKey(partnerId, { algorithm: 'HS256' }, 'the-secret'));
    const { secret, ...kept } = first;
    expect(again).toEqual({ ...kept, secretState: 'withheld' });

    const { rows } = await compliance.owner.withoutCompany((connection) =>
      connection.query<{ found: boolean }>(
        `SELECT EXISTS (SELECT FROM event_sourcing.event_store
             WHERE data::text LIKE '%' || $1 || '%')
           OR EXISTS (SELECT FROM event_sourcing.idempotency_records
             WHERE answer::text LIKE '%' || $1 || '%')
           OR EXISTS (SELECT FROM compliance.partner_secrets
             WHERE encode(sealed, 'escape') LIKE '%' || $1 || '%') AS found`,
        [secret],
      ),
    );
    expect(rows).toEqual([{ found: false }]);

    const partner = (await credentials()).partners.find((each) => each.partnerId === partnerId);
    expect(partner).toMatchObject({
      name: 'Web shop',
      limits: { perMinute: 60 },
      keys: [{ keyId: first.keyId, algorithm: 'HS256', secret }],
    });
    await shared();
    const trust = await accepted(compliance.internal('tax', 'GET', '/trust'));
    expect(trust['partners']).toContainEqual(
      expect.objectContaining({ keyId: first.keyId, algorithm: 'HS256', secret }),
    );
  });
});

describe('the terms of a partner', () => {
  it('change at the version that was read', async () => {
    const partnerId = await register();
    const path = `/compliance/partners/${partnerId}`;
    const body = { name: 'Shop', scopes: ['accounts:read'], limits: { perHour: 10 } };
    expect(await refusal(admin('PUT', path, { body }))).toBe('428 host.version_required');
    expect(await refusal(admin('PUT', path, { body, version: 9 }))).toMatch(/^412 /);
    await accepted(admin('PUT', path, { body, version: 1 }));
    expect(await read(partnerId)).toMatchObject({ ...body, version: 2 });
  });

  it('never hold an admin permission', async () => {
    const body = { ...terms, scopes: ['admin:users'] };
    expect(await refusal(admin('POST', '/compliance/partners', { body }))).toBe(
      '400 compliance.partner_scope_administrative',
    );
  });
});

describe('the list of partners', () => {
  it('runs by name, page by page, with their keys', async () => {
    interface Page {
      readonly items: readonly (PartnerBody & { readonly partnerId: string })[];
      readonly next?: string;
    }
    const seen: string[] = [];
    let path: string | undefined = '/compliance/partners?limit=3';
    while (path !== undefined) {
      const page: Page = await accepted(admin<Page>('GET', path));
      seen.push(...page.items.map(({ partnerId }) => partnerId));
      path = page.next && `/compliance/partners?limit=3&after=${page.next}`;
    }
    const all = await accepted(admin<Page>('GET', '/compliance/partners'));
    expect(seen).toEqual(all.items.map(({ partnerId }) => partnerId));
    expect(new Set(seen).size).toBe(seen.length);
    expect(all.items.some(({ keys }) => keys.length === 2)).toBe(true);
    expect(await refusal(admin('GET', '/compliance/partners?after=x'))).toBe(
      '400 compliance.invalid_cursor',
    );
  });
});

describe('uses of keys', () => {
  it('are kept as the latest time, for keys that exist', async () => {
    const partnerId = await register();
    const { keyId } = await accepted(addKey(partnerId, { algorithm: 'HS256' }));
    const report = (...times: readonly string[]) =>
      accepted(
        compliance.internal('tax', 'POST', '/partner-uses', {
          body: {
            uses: [
              ...times.map((lastUsedAt) => ({ keyId, lastUsedAt })),
              { keyId: 'partner-unknown', lastUsedAt: '2026-01-01T00:00:00Z' },
            ],
          },
        }),
      );
    expect((await read(partnerId)).keys).toMatchObject([{ keyId, lastUsedAt: null }]);
    await report('2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
    await report('2026-01-01T00:00:00.000Z');
    expect((await read(partnerId)).keys).toMatchObject([
      { lastUsedAt: '2026-01-03T00:00:00.000Z' },
    ]);
    await report('2999-01-01T00:00:00.000Z');
    const [key] = (await read(partnerId)).keys;
    expect(Date.parse(key?.lastUsedAt ?? '')).toBeLessThanOrEqual(Date.now() + 60_000);
    const { rows } = await compliance.owner.withoutCompany((connection) =>
      connection.query(`SELECT FROM compliance.partner_key_uses WHERE key_id = 'partner-unknown'`),
    );
    expect(rows).toHaveLength(0);
    const bad = { uses: [{ keyId, lastUsedAt: 'yesterday' }] };
    expect((await compliance.internal('tax', 'POST', '/partner-uses', { body: bad })).status).toBe(
      400,
    );
  });
});

describe('the feeds', () => {
  it('are answered with 304 as long as nothing changes', async () => {
    await shared();
    const first = await compliance.internal('tax', 'GET', '/trust');
    const etag = first.headers.get('etag') ?? '';
    expect((await compliance.internal('tax', 'GET', '/trust', { etag })).status).toBe(304);
    await accepted(addKey(await register(), { algorithm: 'HS256' }));
    await shared();
    expect((await compliance.internal('tax', 'GET', '/trust', { etag })).status).toBe(200);
  });

  it('tell the renderer alone what the gateway needs, and people nothing', async () => {
    const reply = await compliance.internal('tax', 'GET', '/gateway-credentials');
    expect(reply.status).toBe(403);
    expect((await admin('GET', '/../../internal/v1/trust')).status).toBe(401);
    const { keys } = await credentials();
    expect(keys[0]?.publicKeyPem).toContain('BEGIN PUBLIC KEY');
  });
});
