import { startSmallGateway, type SmallGateway } from '../fixtures/small-gateway';

let gateway: SmallGateway;
beforeAll(async () => {
  gateway = await startSmallGateway();
});
afterAll(() => gateway.stop());

const post = (body: string, headers: Record<string, string> = {}, path = '/config') =>
  fetch(gateway.adminUrl + path, { method: 'POST', body, headers });

describe('POST /config', () => {
  it('puts a declaration in force, and says 304 to the same when asked to look', async () => {
    expect(await gateway.load({})).toBe(201);
    expect(await gateway.load({}, '/config?check_hash=1')).toBe(304);
    expect(await gateway.load({}, '/config')).toBe(201);
    expect(await gateway.load({ route: { paths: ['/other'] } }, '/config?check_hash=1')).toBe(201);
    expect((await gateway.send('/notes')).status).toBe(404);
    expect((await gateway.send('/other')).status).toBe(200);
  });

  it('takes YAML, and the same as a member of JSON', async () => {
    const yaml = '_format_version: "3.0"\nroutes: []\n';
    expect((await post(yaml)).status).toBe(201);
    const type = { 'content-type': 'application/json' };
    expect((await post(JSON.stringify({ config: yaml }), type)).status).toBe(201);
  });

  it.each([
    ['no YAML', '{', undefined],
    ['an unknown field', '{"_format_version":"3.0","service":[]}', { service: 'unknown field' }],
    ['no version', '{}', { _format_version: 'must be the text "3.0"' }],
    ['nothing', '', undefined],
  ])('refuses %s, and the old one stays in force', async (_what, body, fields) => {
    await gateway.load({});
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      name: 'invalid declarative configuration',
      ...(fields && { fields }),
    });
    expect((await gateway.send('/notes')).status).toBe(200);
  });

  it('refuses what is no JSON where it says that it is', async () => {
    const response = await post('{', { 'content-type': 'application/json' });
    expect(response.status).toBe(400);
  });

  it('refuses a page of a browser: its visitor did not ask for another configuration', async () => {
    await gateway.load({});
    const response = await post('_format_version: "3.0"', { origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect((await gateway.send('/notes')).status).toBe(200);
  });

  it('loses no request while it is replaced again and again', async () => {
    const statuses = new Set<number>();
    const sending = Promise.all(
      Array.from({ length: 100 }, async () => statuses.add((await gateway.send('/notes')).status)),
    );
    for (let count = 0; count < 20; count += 1) {
      expect(await gateway.load({ consumers: [{ username: `c${count}` }] })).toBe(201);
    }
    await sending;
    expect([...statuses]).toEqual([200]);
  });
});

describe('the rest of the admin address', () => {
  it('tells the hash, and nothing else', async () => {
    await gateway.load({});
    const status = await fetch(`${gateway.adminUrl}/status`);
    expect(await status.json()).toEqual({
      configuration_hash: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    for (const path of ['/', '/services', '/jwts', '/config']) {
      expect((await fetch(gateway.adminUrl + path)).status).toBe(404);
    }
  });
});
