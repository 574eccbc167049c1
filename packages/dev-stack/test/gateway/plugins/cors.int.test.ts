import { startSmallGateway, type SmallGateway } from '../fixtures/small-gateway';

const origin = 'https://app.example';
const cors = (config: object) => ({ plugins: [{ name: 'cors', config }] });

let gateway: SmallGateway;
beforeAll(async () => {
  gateway = await startSmallGateway();
});
afterAll(() => gateway.stop());

const allowedFor = async (sent: string, config: object) => {
  await gateway.load(cors(config));
  const { headers } = await gateway.send('/notes', { headers: ['Origin', sent] });
  return headers['access-control-allow-origin'];
};

describe('the origin that may read an answer', () => {
  it.each([
    ['of two', { origins: [origin, 'https://b.example'] }, origin, origin],
    [
      'in capitals',
      { origins: [origin, 'https://b.example'] },
      'https://APP.example',
      'https://APP.example',
    ],
    [
      'that is none of two',
      { origins: [origin, 'https://b.example'] },
      'https://c.example',
      undefined,
    ],
    ['that fits a pattern', { origins: ['https://[a-z]+\\.example'] }, origin, origin],
    [
      'that only ends like a pattern',
      { origins: ['https://[a-z]+\\.example'] },
      `${origin}.evil`,
      undefined,
    ],
    [
      'that is the only one, which Kong tells everybody',
      { origins: [origin] },
      'https://c.example',
      origin,
    ],
    ['whatever it is, without a list', {}, origin, '*'],
    ['with a star', { origins: ['*'] }, origin, '*'],
    ['with a star among others', { origins: ['*', origin] }, 'https://c.example', '*'],
  ])('%s', async (_what, config, sent, expected) => {
    expect(await allowedFor(sent, config)).toBe(expected);
  });
});

describe('a preflight', () => {
  const asked = ['Origin', origin, 'Access-Control-Request-Method', 'PUT'];
  const send = (headers: string[] = asked) =>
    gateway.send('/notes', { method: 'OPTIONS', headers });

  it('is answered with what is allowed', async () => {
    const config = { origins: [origin, 'https://b.example'], methods: ['GET', 'PUT'] };
    await gateway.load(
      cors({ ...config, headers: ['X-A', 'X-B'], max_age: 60, credentials: true }),
    );
    const { status, headers, body } = await send();
    expect([status, body]).toEqual([200, '']);
    expect(headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'X-A,X-B',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
    });
    expect(headers['access-control-expose-headers']).toBeUndefined();
  });

  it('gets the headers that it asked for where none are listed', async () => {
    await gateway.load(cors({}));
    const { headers } = await send([...asked, 'Access-Control-Request-Headers', 'x-any']);
    expect(headers['access-control-allow-headers']).toBe('x-any');
  });

  it('is not one without the method that it asks for, or where it goes on', async () => {
    await gateway.load(cors({}));
    expect((await send(['Origin', origin])).body).toContain('"OPTIONS"');
    await gateway.load(cors({ preflight_continue: true }));
    expect((await send()).body).toContain('"OPTIONS"');
  });
});

describe('what a page may read', () => {
  it('are the exposed headers', async () => {
    await gateway.load(cors({ exposed_headers: ['ETag', 'X-Id'] }));
    const { headers } = await gateway.send('/notes', { headers: ['Origin', origin] });
    expect(headers['access-control-expose-headers']).toBe('ETag,X-Id');
  });
});
