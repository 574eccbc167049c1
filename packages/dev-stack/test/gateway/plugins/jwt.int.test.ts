import { sign, type SignOptions } from 'jsonwebtoken';
import { seenIn, startSmallGateway, type SmallGateway } from '../fixtures/small-gateway';

const secret = 'a-shared-secret-of-a-test-0123456789';
const consumers = [
  { username: 'shop', custom_id: 'shop-7', jwt_secrets: [{ key: 'k1', secret }] },
  { username: 'people', jwt_secrets: [{ key: 'k2', secret }] },
  { username: 'broken', jwt_secrets: [{ key: 'k3', algorithm: 'ES256' }] },
];
const jwt = (config: object = {}) => ({
  consumers,
  plugins: [{ name: 'jwt', config: { key_claim_name: 'kid', uri_param_names: [], ...config } }],
});

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
const tokenOf = (claims: object = {}, options: SignOptions = {}): string =>
  sign({ sub: 'a', ...claims }, secret, { algorithm: 'HS256', keyid: 'k1', ...options });

let gateway: SmallGateway;
beforeAll(async () => {
  gateway = await startSmallGateway(jwt());
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.load(jwt()));

const sendWith = (authorization: string) =>
  gateway.send('/notes', { headers: ['Authorization', authorization] });

describe('a token', () => {
  it('tells the service whose key has signed it', async () => {
    const answer = await sendWith(`Bearer ${tokenOf()}`);
    expect(seenIn(answer).headers).toMatchObject({
      'x-consumer-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]{21}$/) as string,
      'x-consumer-username': 'shop',
      'x-consumer-custom-id': 'shop-7',
      'x-credential-identifier': 'k1',
    });
  });

  it('leaves nothing of what the client says of itself', async () => {
    const headers = [
      ...['Authorization', `Bearer ${tokenOf({}, { keyid: 'k2' })}`],
      ...['X-Consumer-Custom-ID', 'shop-7', 'X-Consumer-Username', 'shop'],
      ...['X-Anonymous-Consumer', 'true', 'X-Consumer-ID', '1'],
    ];
    const seen = seenIn(await gateway.send('/notes', { headers })).headers;
    expect(seen['x-consumer-username']).toBe('people');
    expect(seen).not.toHaveProperty('x-consumer-custom-id');
    expect(seen).not.toHaveProperty('x-anonymous-consumer');
  });

  it.each([
    ['no-token', 'Bad token; invalid JSON'],
    [tokenOf({}, { keyid: 'k9' }), "No credentials found for given 'kid'"],
    [sign({}, secret), "No mandatory 'kid' in claims"],
    [tokenOf({}, { keyid: '' }), "Invalid 'kid' in claims"],
    [tokenOf({}, { algorithm: 'HS384' }), 'Invalid algorithm'],
    [`${tokenOf()}x`, 'Invalid signature'],
  ])('%s is refused: %s', async (token, message) => {
    const { status, headers, body } = await sendWith(`Bearer ${token}`);
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({
      status: 401,
      body: { message },
    });
    expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
  });

  it('of a credential without a key is refused', async () => {
    const { signature, content } = { signature: Buffer.alloc(64), content: tokenOf() };
    const header = Buffer.from('{"alg":"ES256","kid":"k3"}').toString('base64url');
    const claims = content.split('.')[1] ?? '';
    const token = `${header}.${claims}.${signature.toString('base64url')}`;
    expect((await sendWith(`Bearer ${token}`)).body).toBe('{"message":"Invalid key/secret"}');
  });

  it.each(['', 'Basic abc', 'Bearer', 'Bearer   '])('is missing in %j', async (authorization) => {
    const { status, headers, body } = await sendWith(authorization);
    expect([status, body]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it('is taken from its claims before its header', async () => {
    const token = tokenOf({ kid: 'k2' });
    expect(seenIn(await sendWith(`Bearer ${token}`)).headers['x-consumer-username']).toBe('people');
  });

  it('whose kid is no text makes Kong fail', async () => {
    const { status, body } = await sendWith(`Bearer ${tokenOf({ kid: { a: 1 } })}`);
    expect(status).toBe(500);
    expect(JSON.parse(body)).toMatchObject({ message: 'An unexpected error occurred' });
  });

  it('is found where the plugin is told to look, and only one of them is taken', async () => {
    const places = { uri_param_names: ['jwt'], cookie_names: ['session'], header_names: ['x-jwt'] };
    await gateway.load(jwt({ ...places, realm: 'notes' }));
    const token = tokenOf();
    const cookie = ['Cookie', `a=b; session=${token}`];
    const header = ['X-JWT', `bearer ${token}`];
    expect((await gateway.send(`/notes?jwt=${token}`)).status).toBe(200);
    expect((await gateway.send('/notes', { headers: cookie })).status).toBe(200);
    expect((await gateway.send('/notes', { headers: [...header, ...cookie] })).status).toBe(200);
    const both = await gateway.send(`/notes?jwt=${tokenOf({ sub: 'b' })}`, { headers: header });
    expect([both.status, both.body]).toEqual([401, '{"message":"Multiple tokens provided"}']);
    expect(both.headers['www-authenticate']).toBe('Bearer realm="notes", error="invalid_token"');
  });
});

describe('the times of a token', () => {
  const timed = { claims_to_verify: ['exp', 'nbf'], maximum_expiration: 3_600 };
  beforeEach(() => gateway.load(jwt(timed)));

  it.each([
    [{ exp: -1, nbf: -9 }, { exp: 'token expired' }],
    [{ exp: 60, nbf: 50 }, { nbf: 'token not valid yet' }],
    [
      { exp: -1, nbf: 50 },
      { exp: 'token expired', nbf: 'token not valid yet' },
    ],
    [{ nbf: -9 }, { exp: 'must be a number' }],
    [{ exp: 60 }, { nbf: 'must be a number' }],
    [{ exp: 3_700, nbf: -9 }, { exp: 'exceeds maximum allowed expiration' }],
  ])('%j seconds from now are refused', async (offsets, expected) => {
    const claims = Object.fromEntries(
      Object.entries(offsets).map(([name, offset]) => [name, nowSeconds() + offset]),
    );
    const { status, body } = await sendWith(`Bearer ${tokenOf(claims)}`);
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({ status: 401, body: expected });
  });

  it('are looked at each time, also of a token that is known', async () => {
    const token = tokenOf({ nbf: nowSeconds() - 9, exp: nowSeconds() + 2 });
    expect((await sendWith(`Bearer ${token}`)).status).toBe(200);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_000);
    expect((await sendWith(`Bearer ${token}`)).body).toBe('{"exp":"token expired"}');
    jest.restoreAllMocks();
  });
});

describe('OPTIONS', () => {
  it('needs a token unless the plugin lets preflights pass', async () => {
    expect((await gateway.send('/notes', { method: 'OPTIONS' })).status).toBe(401);
    await gateway.load(jwt({ run_on_preflight: false }));
    expect((await gateway.send('/notes', { method: 'OPTIONS' })).status).toBe(200);
  });
});
