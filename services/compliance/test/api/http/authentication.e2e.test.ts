import { newUuid, type Uuid } from '@accounting/kernel';
import { decode } from 'jsonwebtoken';
import { Secret, TOTP } from 'otpauth';
import { passwords } from '../../application/authentication-fixture';
import {
  startAuthenticationService,
  type AuthenticationService,
  type Reply,
} from './authentication-service';

let service: AuthenticationService;
/** Everything that must be found nowhere but in the answers themselves. */
const secrets = new Set<string>();
beforeAll(async () => {
  service = await startAuthenticationService();
  secrets.add(service.secretsKey);
  secrets.add(service.administrator.password);
});
afterAll(() => service.stop());

const keep = <Text extends string>(secret: Text): Text => {
  secrets.add(secret);
  return secret;
};

const post = async (path: string, body?: unknown, token?: string): Promise<Reply> => {
  const reply = await service.request('POST', path, {
    ...(body !== undefined && { body }),
    ...(token !== undefined && { token }),
  });
  const { accessToken, refreshToken, challenge, secret, recoveryCodes = [] } = reply.body;
  for (const each of [accessToken, refreshToken, challenge, secret, ...recoveryCodes]) {
    if (each !== undefined) keep(each);
  }
  return reply;
};

const login = (credentials: { readonly email: string; readonly password: string }) =>
  post('/auth/login', { ...credentials, password: keep(credentials.password) });

const get = (path: string, token: string) => service.request('GET', path, { token });
const claimsOf = (token: string) => decode(token) as Readonly<Record<string, string>>;

const eventually = async <Result>(look: () => Promise<Result | undefined>): Promise<Result> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen within five seconds');
};

const isRefused = (token: string) =>
  eventually(async () => ((await get('/auth/me', token)).status === 401 ? true : undefined));

describe('signing in over HTTP', () => {
  it('leads to a token that the service accepts, with keys that everybody can read', async () => {
    const { status, headers, body } = await login(service.administrator);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    const me = await get('/auth/me', body.accessToken ?? '');
    expect(me).toMatchObject({
      status: 200,
      body: {
        email: 'administrator@accounting.local',
        permissions: ['admin:system', 'admin:users'],
        company: { name: 'Platform' },
      },
    });
    const keys = await service.request('GET', '/auth/.well-known/jwks.json');
    expect(keys.headers.get('cache-control')).toContain('max-age=60');
    const { header } = decode(body.accessToken ?? '', { complete: true }) ?? {};
    expect(keys.body.keys).toMatchObject([{ kid: header?.kid, alg: 'ES256', use: 'sig' }]);
  });

  it('is refused the same for everybody', async () => {
    const { email } = service.administrator;
    const refused = await Promise.all([
      login({ email, password: 'the wrong password of somebody' }),
      login({ email: 'nobody@example.ge', password: 'the wrong password of nobody' }),
    ]);
    const shown = refused.map(({ status, body: { correlationId: _own, ...problem } }) => ({
      status,
      problem,
    }));
    expect(shown[0]).toEqual(shown[1]);
    expect(shown[0]).toMatchObject({
      status: 401,
      problem: { code: 'compliance.sign_in_refused' },
    });
  });

  it.each([
    ['/auth/login', { email: 'a\u0000b@example.ge', password: 'x' }],
    ['/auth/login', { email: '\ud800@example.ge', password: 'x' }],
    ['/auth/login', { email: 'a@b.ge', password: 7 }],
    ['/auth/login', { email: 'a@b.ge', password: 'x', companyId: 'none' }],
    ['/auth/login', { email: 'a@b.ge' }],
    ['/auth/login/second-factor', { challenge: 'x' }],
    ['/auth/login/second-factor', { challenge: 'x', code: '123456', recoveryCode: 'x'.repeat(16) }],
    ['/auth/refresh', { refreshToken: '' }],
    ['/auth/refresh', {}],
    ['/auth/password-reset-requests', { email: '\u0000' }],
    ['/auth/password-resets', { token: '', newPassword: '' }],
  ])('refuses what cannot be a request to %s with 400', async (path, body) => {
    expect((await post(path, body)).status).toBe(400);
  });

  it.each([
    ['/auth/login', { email: 'not an address', password: '\ud800\u0000' }, 401],
    ['/auth/login/second-factor', { challenge: '\u0000', code: '123456' }, 401],
    ['/auth/refresh', { refreshToken: '\u0000.\u0000' }, 401],
    ['/auth/password-resets', { token: '\u0000', newPassword: 'x' }, 400],
    ['/auth/password-reset-requests', { email: 'not an address' }, 202],
  ])('answers strange text to %s', async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });
});

describe('a session over HTTP', () => {
  it('goes on by refreshing, and a token used twice ends it everywhere', async () => {
    const { body: first } = await login(service.administrator);
    const refreshToken = first.refreshToken ?? '';
    const { status, body: second } = await post('/auth/refresh', { refreshToken });
    expect(status).toBe(200);
    expect((await post('/auth/refresh', { refreshToken })).status).toBe(401);
    await isRefused(second.accessToken ?? '');
    const again = { refreshToken: second.refreshToken ?? '' };
    expect((await post('/auth/refresh', again)).status).toBe(401);
  });

  it('is listed, and ended by signing out', async () => {
    const { body } = await login(service.administrator);
    const token = body.accessToken ?? '';
    const { body: list } = await get('/auth/sessions', token);
    expect(list.sessions).toContainEqual(
      expect.objectContaining({ sessionId: body.sessionId, isCurrent: true }),
    );
    expect((await post('/auth/logout', undefined, token)).body).toEqual({ ended: 1 });
    await isRefused(token);
  });

  it('is ended from another one', async () => {
    const { body: one } = await login(service.administrator);
    const { body: other } = await login(service.administrator);
    const token = other.accessToken ?? '';
    const path = `/auth/sessions/${String(one.sessionId)}`;
    expect((await service.request('DELETE', path, { token })).body).toEqual({ ended: 1 });
    await isRefused(one.accessToken ?? '');
    expect((await service.request('DELETE', path, { token })).status).toBe(404);
    expect((await service.request('DELETE', '/auth/sessions', { token })).status).toBe(200);
    await isRefused(token);
  });

  it('works for another company after switching', async () => {
    const { body } = await login(service.administrator);
    const userId = String(body.userId) as Uuid;
    const companyId = service.directory.admit(userId, { companyName: 'Zugdidi Tea' });
    const token = body.accessToken ?? '';
    const switched = await post('/auth/company', { companyId }, token);
    expect(switched).toMatchObject({ status: 200, body: { company: { companyId } } });
    await isRefused(token);
    const back = body.company?.companyId;
    await post('/auth/company', { companyId: back }, switched.body.accessToken ?? '');
    const elsewhere = { companyId: newUuid() };
    const { body: fresh } = await login(service.administrator);
    expect((await post('/auth/company', elsewhere, fresh.accessToken)).status).toBe(403);
  });
});

describe('administration over HTTP', () => {
  it('revokes a token by its id, and the same request again changes nothing', async () => {
    const { body: admin } = await login(service.administrator);
    const { body: other } = await login(service.administrator);
    const tokenId = claimsOf(other.accessToken ?? '')['jti'];
    const options = { token: admin.accessToken ?? '', body: { tokenId }, key: newUuid() };
    const first = await service.request('POST', '/auth/revocations', options);
    expect(first).toMatchObject({ status: 200, body: { tokenId } });
    const again = await service.request('POST', '/auth/revocations', options);
    expect(again.body).toEqual(first.body);
    await isRefused(other.accessToken ?? '');
    const unknown = { ...options, body: { tokenId: newUuid() }, key: newUuid() };
    expect((await service.request('POST', '/auth/revocations', unknown)).status).toBe(404);
  });

  it('rotates the signing key, once for one Idempotency-Key', async () => {
    const { body } = await login(service.administrator);
    const options = { token: body.accessToken ?? '', key: newUuid() };
    const first = await service.request('POST', '/auth/signing-keys', options);
    expect(first).toMatchObject({ status: 200, body: { status: 'pending' } });
    const again = await service.request('POST', '/auth/signing-keys', options);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { body: keys } = await service.request('GET', '/auth/.well-known/jwks.json');
    expect(keys.keys).toHaveLength(2);
    const { body: list } = await get('/auth/signing-keys', options.token);
    expect(list.keys).toMatchObject([{ status: 'active' }, { status: 'pending' }]);
    const another = { ...options, key: newUuid() };
    expect((await service.request('POST', '/auth/signing-keys', another)).status).toBe(422);
  });

  it('is not open without the permission, nor does anybody deactivate themselves', async () => {
    const { body } = await login(service.administrator);
    const userId = String(body.userId) as Uuid;
    const token = body.accessToken ?? '';
    const deactivate = (id: string) =>
      service.request('POST', `/auth/people/${id}/deactivation`, { token, key: newUuid() });
    expect((await deactivate(userId)).status).toBe(422);
    expect((await deactivate(newUuid())).status).toBe(404);
    const companyId = service.directory.admit(userId, { permissions: [] });
    const switched = await post('/auth/company', { companyId }, token);
    const weak = switched.body.accessToken ?? '';
    expect((await get('/auth/signing-keys', weak)).status).toBe(403);
    const [platform] = service.directory.accesses.get(userId) ?? [];
    await post('/auth/company', { companyId: platform?.companyId }, weak);
  });
});

describe('passwords and second factors over HTTP', () => {
  it('are set by message, changed, and completed by codes', async () => {
    const { email } = service.administrator;
    const before = (await service.messages()).length;
    expect((await post('/auth/password-reset-requests', { email })).status).toBe(202);
    const message = await eventually(async () => {
      const messages = await service.messages();
      return messages.length > before ? messages.at(-1) : undefined;
    });
    const token = keep(/\r\n([\w-]{43})\r\n/.exec(message)?.[1] ?? '');
    const newPassword = keep(passwords.second);
    expect((await post('/auth/password-resets', { token, newPassword })).status).toBe(200);
    expect((await post('/auth/password-resets', { token, newPassword })).status).toBe(400);
    const { body } = await login({ email, password: newPassword });
    const accessToken = body.accessToken ?? '';
    const change = { currentPassword: newPassword, newPassword: keep(passwords.third) };
    expect((await post('/auth/password', change, accessToken)).status).toBe(200);
    const password = change.newPassword;
    const proposed = await post('/auth/second-factor', { password }, accessToken);
    const secret = Secret.fromBase32(proposed.body.secret ?? '');
    const codeAt = (steps: number) =>
      new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
    const confirmed = await post(
      '/auth/second-factor/confirmation',
      { code: keep(codeAt(0)) },
      accessToken,
    );
    expect(confirmed.status).toBe(200);
    const asked = await login({ email, password });
    expect(asked.body).toMatchObject({ status: 'second_factor_required' });
    const challenge = asked.body.challenge ?? '';
    const [recoveryCode] = confirmed.body.recoveryCodes ?? [];
    const done = await post('/auth/login/second-factor', { challenge, recoveryCode });
    expect(done).toMatchObject({ status: 200, body: { status: 'signed_in' } });
    const removal = { password, code: keep(codeAt(1)) };
    const removed = await post('/auth/second-factor/removal', removal, done.body.accessToken ?? '');
    expect(removed).toMatchObject({ status: 200, body: { hasSecondFactor: false } });
  });
});

describe('secrets', () => {
  /** All rows of all tables as text, facts and idempotency records among them. */
  const everyRow = async (): Promise<readonly string[]> =>
    service.owner.withoutCompany(async (connection) => {
      const { rows: tables } = await connection.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname IN ('compliance', 'event_sourcing', 'inbox')`,
      );
      const texts: string[] = [];
      for (const { name } of tables) {
        const { rows } = await connection.query<{ text: string }>(
          `SELECT to_jsonb(t)::text AS text FROM ${name} AS t`,
        );
        texts.push(...rows.map(({ text }) => text));
      }
      return texts;
    });

  /** Where a secret stands as a whole; six digits occur within longer numbers by chance. */
  const holds = (secret: string) => {
    const pattern = new RegExp(
      `(?<![\\w.])${secret.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\w])`,
    );
    return (text: string): boolean => pattern.test(text);
  };

  it('are in no log line and in no row', async () => {
    const rows = await everyRow();
    expect(rows.some((row) => row.includes('SignedIn'))).toBe(true);
    expect(service.logLines.length).toBeGreaterThan(50);
    expect(secrets.size).toBeGreaterThan(40);
    const known = [...secrets].filter((secret) => secret !== '');
    const found = known.filter((secret) => [...rows, ...service.logLines].some(holds(secret)));
    expect(found).toEqual([]);
    const refreshSecrets = known.flatMap(
      (secret) => /^[\w-]{36}\.(.{43})$/.exec(secret)?.[1] ?? [],
    );
    expect(refreshSecrets.length).toBeGreaterThan(5);
    const leaked = refreshSecrets.filter((secret) =>
      [...rows, ...service.logLines].some((text) => text.includes(secret)),
    );
    expect(leaked).toEqual([]);
  });

  it('would be found: the same look finds what is no secret', async () => {
    const rows = await everyRow();
    expect(rows.some(holds('administrator@accounting.local'))).toBe(true);
    expect(service.logLines.some(holds('ready'))).toBe(true);
  });
});
