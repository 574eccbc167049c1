import { createSign, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { ActorId, CompanyId } from '@accounting/kernel';
import { signedToken, testSigningKey, tokenSettings } from '@accounting/testing';
import { booksOf, footprintOf, newCompany, post, transactionBody } from './bookkeeping';
import { accepted, refused, type Caller, type Problem } from './caller';
import { allPermissions, startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  await post(company);
});
afterAll(() => ledger.stop());

interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

const token = (): string =>
  signedToken({ companyId: company.companyId, permissions: [...allPermissions] });

/** A request by hand: what `fetch` would refuse to send, or to stop sending. */
const send = (
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawAnswer> =>
  new Promise((resolve, fail) => {
    const { hostname, port } = new URL(ledger.url);
    const request = httpRequest({
      ...{ hostname, port, method, path: `/api/v1${path}`, agent: false },
      headers: { authorization: `Bearer ${token()}`, ...headers },
    });
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', fail);
    });
    request.on('error', fail);
    request.end(body);
  });

const sendJson = (body: string | Buffer, path = '/transactions/post'): Promise<RawAnswer> =>
  send('POST', path, {
    body,
    headers: { 'content-type': 'application/json', 'idempotency-key': 'hostile' },
  });

const codeIn = ({ status, text }: RawAnswer) => {
  const { code, violations } = JSON.parse(text) as Problem;
  return [status, violations?.[0]?.code ?? code];
};

const fieldIn = ({ text }: RawAnswer) => (JSON.parse(text) as Problem).violations?.[0]?.field;

/** The body of a good transaction, with a piece put in behind its first brace. */
const withPiece = (piece: string): string =>
  JSON.stringify(transactionBody()).replace('{', `{${piece}`);

const fieldsOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `"${index}":1`).join();

let before: unknown;
const marks = async () => [await footprintOf(ledger, company), await booksOf(company)];
beforeEach(async () => {
  before = await marks();
});
afterEach(async () => {
  expect(await marks()).toEqual(before);
});

describe('a body', () => {
  it.each([
    ['broken off', '{"transactionDate":"2026-11', 'host.malformed_json'],
    ['that is no JSON', 'transactionDate=2026-11-22', 'host.malformed_json'],
    ['that is empty', '', 'host.field_missing'],
    ['with two roots', '{}{}', 'host.malformed_json'],
    ['that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'host.malformed_json'],
    ['with a null byte', '{"a":\u0000}', 'host.malformed_json'],
    ['with a number that is none', '{"a":NaN}', 'host.malformed_json'],
    ['naming __proto__', withPiece('"__proto__":{"a":1},'), 'host.ambiguous_json', '__proto__'],
    [
      'naming __proto__ with escapes',
      withPiece('"\\u005f_proto__":{"isAdmin":true},'),
      'host.ambiguous_json',
      '__proto__',
    ],
    [
      'naming a field twice',
      withPiece('"description":"other",'),
      'host.ambiguous_json',
      'description',
    ],
    [
      'naming a constructor',
      withPiece('"constructor":{"prototype":{}},'),
      'host.field_unknown',
      'constructor',
    ],
    ['nested deeply', '['.repeat(5_000) + ']'.repeat(5_000), 'host.body_too_deep'],
    ['nested deeper than the stack', '['.repeat(200_000), 'host.malformed_json'],
    ['of a million lists', '['.repeat(1_000_000), 'host.body_too_many_values'],
    ['of 125,000 unknown fields', withPiece(`${fieldsOf(125_000)},`), 'host.body_too_many_names'],
    [
      'of 200,000 wrong fields',
      `{"metadata":{${fieldsOf(200_000)}}}`,
      'host.body_too_many_names',
      'metadata',
    ],
    ['of 350,000 wrong fields', `{"metadata":{${fieldsOf(350_000)}}}`, 'host.body_too_many_values'],
    ['that is a list', '[]', 'host.field_type'],
    ['that is null', 'null', 'host.field_type'],
  ])('%s is refused, with the field', async (_, body, code, field = 'body') => {
    const answer = await sendJson(body);
    expect(codeIn(answer)).toEqual([400, code]);
    expect(fieldIn(answer)).toBe(field);
  });

  it('of 50 MB is refused, announced or not', async () => {
    const large = Buffer.alloc(50 * 1024 * 1024, ' ');
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'hostile' };
    for (const length of [
      { 'content-length': String(large.length) },
      { 'transfer-encoding': 'chunked' },
    ]) {
      const answer = await send('POST', '/transactions/post', {
        body: large,
        headers: { ...headers, ...length },
      });
      expect(codeIn(answer)).toEqual([413, 'host.body_too_large']);
      expect(fieldIn(answer)).toBe('body');
    }
  });

  it('of a million wrong entries is refused without falling over', async () => {
    const entries = `[${'1,'.repeat(1_000_000)}1]`;
    const body = `{"transactionDate":"2026-11-22","description":"x","entries":${entries}}`;
    expect((await sendJson(body)).status).toBe(400);
    expect((await fetch(`${ledger.url}/health`)).status).toBe(200);
  });

  it('of 10,000 entries, all wrong, is answered with the first hundred mistakes', async () => {
    const entry = { accountCode: 1, debit: 1, currency: 1, amountGel: 1, project: 1, remark: 1 };
    const entries = Array.from({ length: 10_000 }, () => entry);
    const { status, text } = await sendJson(JSON.stringify(transactionBody({ entries })));
    const { violations = [], details } = JSON.parse(text) as Problem;
    expect([status, violations.length]).toEqual([400, 100]);
    expect(violations[0]?.field).toBe('entries[0].accountCode');
    expect(violations.at(-1)?.field).toBe('entries[16].amountGel');
    // Those of the first hundred entries; nobody read the others.
    expect(details).toEqual({ violationsOmitted: 500 });
  });

  it('does not get a long name back', async () => {
    const { status, text } = await sendJson(withPiece(`"${'n'.repeat(3_000_000)}":1,`));
    expect([status, text.length < 1_000]).toEqual([400, true]);
  });

  it.each([
    ['text/plain', undefined],
    ['application/x-www-form-urlencoded', undefined],
    ['application/json; charset=utf-16', undefined],
    ['application/json', 'gzip'],
  ])('of type %s and encoding %s is refused', async (type, encoding) => {
    const headers = {
      'content-type': type,
      'idempotency-key': 'hostile',
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    };
    const body = JSON.stringify(transactionBody());
    expect(codeIn(await send('POST', '/transactions/post', { body, headers }))).toEqual([
      415,
      'host.unsupported_media_type',
    ]);
  });
});

describe('a request line or header', () => {
  it('that is huge is refused', async () => {
    const headers = { 'x-padding': 'x'.repeat(20_000) };
    expect((await send('GET', '/accounts', { headers })).status).toBe(431);
    expect((await send('GET', `/accounts?search=${'x'.repeat(20_000)}`)).status).toBe(431);
    expect((await send('GET', `/${'a/'.repeat(7_000)}`)).status).toBe(404);
  });

  it.each([
    ['/accounts/%', 400],
    ['/accounts/%00', 400],
    ['/accounts/..%2f..%2fetc%2fpasswd', 400],
    ['/accounts/1%27%20OR%201=1', 400],
    ['/../../etc/passwd', 404],
    ['/Accounts', 404],
    ['/accounts/', 404],
    ['/transactions/imports/..%2f..', 400],
    ['/fiscal-periods/years/2026.5', 400],
    ['/fiscal-periods/years/1e3', 400],
    ['/fiscal-periods/years/0x7ea', 400],
    ['/fiscal-periods/years/%202026', 400],
    ['/fiscal-periods?year=2026.0', 400],
    ['/fiscal-periods?year=2026', 200],
    ['/fiscal-periods?year=2199', 200],
    ['/fiscal-periods?year=2200', 400],
    ['/fiscal-periods?year=1994', 400],
    ['/fiscal-periods/years/2200', 400],
    ['/fiscal-periods/years/2200/history', 400],
    ['/fiscal-periods/2200-01/history', 400],
    ['/fiscal-periods/years/99999', 400],
    ['/exchange-rates/usd/2026-11-20', 400],
  ])('with the path %s is answered with %i', async (path, status) => {
    expect((await send('GET', path)).status).toBe(status);
  });

  it.each([
    'limit=0',
    'limit=1001',
    'limit=-1',
    'limit=NaN',
    'limit=1&limit=2',
    'limit[$gt]=1',
    'sort=password',
    'sort=__proto__',
    'from=2026-02-30',
    'from=now()',
    'totalFrom=1;DROP TABLE x',
    'totalFrom=NaN',
    'totalFrom=Infinity',
    'totalFrom=1e400',
    `totalFrom=${'9'.repeat(50)}`,
    'search=%00',
    'search=%ED%A0%80',
    'documentReference=%00',
    'counterpartyTin=%00',
    'importBatchId=%00',
    'after=%00',
    '__proto__=x',
    'accountId=x',
  ])('with the query %s is answered with 400, or as text that is not found', async (query) => {
    const { status, text } = await send('GET', `/transactions?${query.replaceAll(' ', '%20')}`);
    if (status === 200) expect(JSON.parse(text)).toEqual({ items: [] });
    else expect(status).toBe(400);
  });

  it.each(['1e2', '0x10', '0b1', '1.0', '+1', ' 1', '1 ', '٣', '', 'Infinity', '1_0'])(
    'with the limit "%s" is refused, because it is not written in decimal digits',
    async (limit) => {
      const { status, text } = await send('GET', `/accounts?limit=${encodeURIComponent(limit)}`);
      expect({ status, ...(JSON.parse(text) as object) }).toMatchObject({
        status: 400,
        code: 'host.invalid_request',
        violations: [{ field: 'limit', code: 'host.field_type' }],
      });
    },
  );

  it('with a limit in decimal digits is answered with as many items', async () => {
    const { status, text } = await send('GET', '/accounts?limit=007');
    expect(status).toBe(200);
    expect((JSON.parse(text) as { items: unknown[] }).items).toHaveLength(7);
  });

  it.each(['"1', '1', 'W/"1"', '*', '"-1"', '"99999999999999999999"', '"1","2"'])(
    'with If-Match %s is refused',
    async (tag) => {
      const headers = { 'content-type': 'application/json', 'if-match': tag };
      const path = '/accounts/0193a5c2-7c1e-7d3a-9b1f-000000000000/name';
      const body = '{"nameEnglish":"x","nameGeorgian":"x"}';
      expect(codeIn(await send('PUT', path, { body, headers }))).toEqual([
        400,
        'host.field_format',
      ]);
    },
  );

  it.each([' ', 'ключ', 'x'.repeat(256)])(
    'with the idempotency key "%s" is refused',
    async (key) => {
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': Buffer.from(key).toString('latin1'),
      };
      const body = JSON.stringify(transactionBody());
      expect((await send('POST', '/transactions/post', { body, headers })).status).toBe(400);
    },
  );

  it('with a method that the path does not take is refused with those it takes', async () => {
    const answer = await send('DELETE', '/transactions');
    expect(codeIn(answer)).toEqual([405, 'host.method_not_allowed']);
    expect((await send('TRACE', '/transactions')).status).toBe(405);
  });
});

describe('a token', () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: tokenSettings.AUTH_ISSUER,
      aud: tokenSettings.AUTH_AUDIENCE,
      sub: 'mallory',
      company: company.companyId,
      permissions: allPermissions,
      type: 'access',
      jti: 'x',
      iat: now,
      exp: now + 600,
    };
  };
  const kid = testSigningKey.keyId;
  const forged = (header: object, sign: (content: string) => string): string => {
    const content = `${part(header)}.${part(claims())}`;
    return `${content}.${sign(content)}`;
  };
  const signedWith = (changes: object): string => {
    const content = `${part({ alg: 'ES256', kid })}.${part({ ...claims(), ...changes })}`;
    const signature = createSign('sha256')
      .update(content)
      .sign({ key: testSigningKey.privateKeyPem, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  };
  const who = { companyId: '0192f0c1-0000-7000-8000-000000000001' as CompanyId };

  it.each([
    ['that is missing', () => ''],
    ['of another scheme', () => 'Basic bmlubzpuaW5v'],
    ['that is no token', () => 'Bearer x.y.z'],
    ['that is empty', () => 'Bearer '],
    ['that has expired', () => `Bearer ${signedToken({ ...who, lifetimeSeconds: -60 })}`],
    ['for another audience', () => `Bearer ${signedToken({ ...who, audience: 'shop' })}`],
    ['of another issuer', () => `Bearer ${signedToken({ ...who, issuer: 'mallory' })}`],
    ['of another actor form', () => `Bearer ${signedToken({ actorId: 'a b' as ActorId })}`],
    ['with alg none', () => `Bearer ${forged({ alg: 'none', kid }, () => '')}`],
    [
      'signed with the public key as a secret',
      () =>
        `Bearer ${forged({ alg: 'HS256', kid }, (content) =>
          createHmac('sha256', tokenSettings.AUTH_JWKS).update(content).digest('base64url'),
        )}`,
    ],
    ['whose key is unknown', () => `Bearer ${forged({ alg: 'ES256', kid: 'x' }, () => 'AAAA')}`],
    ['whose signature is another’s', () => `Bearer ${token().slice(0, -4)}AAAA`],
    ['for refreshing', () => `Bearer ${signedWith({ type: 'refresh' })}`],
    ['without a company', () => `Bearer ${signedWith({ company: undefined })}`],
    ['for a company that is none', () => `Bearer ${signedWith({ company: "' OR 1=1" })}`],
    ['that holds for years', () => `Bearer ${signedWith({ exp: 4_000_000_000 })}`],
    ['that never expires', () => `Bearer ${signedWith({ exp: undefined })}`],
    [
      'with permissions that are text',
      () => `Bearer ${signedWith({ permissions: 'accounts:read' })}`,
    ],
    ['that is very long', () => `Bearer ${'x'.repeat(9_000)}`],
  ])('%s is refused', async (_, header) => {
    const answer = await send('GET', '/accounts', { headers: { authorization: header() } });
    expect(answer.status).toBe(401);
  });

  it('that is good is accepted when it is made the same way', async () => {
    const headers = { authorization: `Bearer ${signedWith({})}` };
    expect((await send('GET', '/accounts', { headers })).status).toBe(200);
  });
});

describe('a cursor', () => {
  it.each([
    ['["-transaction_date","2026-11-22"]'],
    ['["-transaction_date","2026-13-45","0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80"]'],
    ['["-transaction_date","2026-02-31","0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80"]'],
    ['["-transaction_date","0000-01-01","0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80"]'],
    ['["-transaction_date","2026-11-22\' OR 1=1","x"]'],
    ['["-transaction_date",null,{}]'],
    ['{"0":"-transaction_date"}'],
    ['"-transaction_date"'],
    ['[["-transaction_date"]]'],
  ])('made of %s is refused', async (cursor) => {
    const after = Buffer.from(cursor).toString('base64url');
    expect(await refused(company.get(`/transactions?after=${after}`))).toMatchObject({
      status: 400,
      code: 'accounting-core.invalid_cursor',
    });
  });

  it('with an instant that does not exist is refused', async () => {
    const key = ['imports', '2026-99-99T99:99:99.999Z', 'x'];
    const after = Buffer.from(JSON.stringify(key)).toString('base64url');
    expect(await refused(company.get(`/transactions/imports?after=${after}`))).toMatchObject({
      status: 400,
      code: 'accounting-core.invalid_cursor',
    });
  });

  it('of another company continues the own list only', async () => {
    const other = await newCompany(ledger);
    const { next = '' } = await accepted(other.get<{ next?: string }>('/accounts?limit=1'));
    expect(next).not.toBe('');
    const page = await accepted(
      company.get<{ items: { accountId: string }[] }>(`/accounts?limit=1000&after=${next}`),
    );
    const own = await accepted(
      company.get<{ items: { accountId: string }[] }>('/accounts?limit=1000'),
    );
    const idsOf = ({ items }: typeof own) => items.map(({ accountId }) => accountId);
    expect(page.items.length).toBeGreaterThan(0);
    expect(idsOf(page)).toEqual(idsOf(own).slice(-page.items.length));
  });
});
