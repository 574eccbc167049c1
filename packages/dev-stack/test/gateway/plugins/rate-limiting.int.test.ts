import { startSmallGateway, type SmallGateway } from '../fixtures/small-gateway';

let now = Date.parse('2026-01-01T00:00:10.000Z');
let gateway: SmallGateway;
beforeAll(async () => {
  gateway = await startSmallGateway({}, { nowMs: () => now });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  // Another minute and hour, so that no counter is met again.
  now += 3_600_000;
});

const limited = (config: object) => ({ plugins: [{ name: 'rate-limiting', config }] });

describe('rate limiting', () => {
  it('tells what is left of each window, and of the tightest', async () => {
    await gateway.load(limited({ minute: 2, hour: 3, limit_by: 'ip' }));
    expect((await gateway.send('/notes')).headers).toMatchObject({
      'x-ratelimit-limit-minute': '2',
      'x-ratelimit-remaining-minute': '1',
      'x-ratelimit-limit-hour': '3',
      'x-ratelimit-remaining-hour': '2',
      'ratelimit-limit': '2',
      'ratelimit-remaining': '1',
      'ratelimit-reset': '50',
    });
  });

  it('refuses past the limit, until the window ends, and then by the longer one', async () => {
    await gateway.load(limited({ minute: 2, hour: 3, limit_by: 'ip' }));
    const statuses = async (count: number) => {
      const got: number[] = [];
      for (let call = 0; call < count; call += 1) got.push((await gateway.send('/notes')).status);
      return got;
    };
    expect(await statuses(3)).toEqual([200, 200, 429]);
    now += 50_000;
    expect(await statuses(2)).toEqual([200, 429]);
    const { headers, body } = await gateway.send('/notes');
    expect(headers).toMatchObject({ 'retry-after': '3540', 'ratelimit-limit': '3' });
    expect(JSON.parse(body)).toMatchObject({ message: 'API rate limit exceeded' });
  });

  it('lets none of a burst through that is over the limit', async () => {
    await gateway.load(limited({ minute: 5, limit_by: 'ip' }));
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.send('/notes')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  });

  it('counts by header, and by address where the header is missing', async () => {
    await gateway.load(limited({ minute: 1, limit_by: 'header', header_name: 'X-Shop' }));
    const status = async (headers: string[] = []) =>
      (await gateway.send('/notes', { headers })).status;
    expect(await status(['X-Shop', 'a'])).toBe(200);
    expect(await status(['X-Shop', 'a'])).toBe(429);
    expect(await status(['X-Shop', 'b'])).toBe(200);
    expect(await status()).toBe(200);
    expect(await status()).toBe(429);
  });

  it.each([
    ['service', {}],
    ['path', { path: '/notes' }],
    ['credential', {}],
    ['consumer', {}],
  ])('counts by %s', async (limitBy, more) => {
    await gateway.load(limited({ minute: 1, limit_by: limitBy, ...more }));
    expect((await gateway.send('/notes')).status).toBe(200);
    expect((await gateway.send('/notes')).status).toBe(429);
  });

  it('goes on counting over a new configuration', async () => {
    await gateway.load(limited({ minute: 1, limit_by: 'ip' }));
    expect((await gateway.send('/notes')).status).toBe(200);
    await gateway.load({
      ...limited({ minute: 1, limit_by: 'ip' }),
      consumers: [{ username: 'a' }],
    });
    expect((await gateway.send('/notes')).status).toBe(429);
  });

  it('counts by the id of what it belongs to: another id is another count', async () => {
    const declared = (id: string) => ({
      service: { id, plugins: [{ name: 'rate-limiting', config: { minute: 1, limit_by: 'ip' } }] },
    });
    await gateway.load(declared('7f0f8c6e-0a0e-4d5e-8a57-2f4d9f0a1b01'));
    expect((await gateway.send('/notes')).status).toBe(200);
    expect((await gateway.send('/notes')).status).toBe(429);
    await gateway.load(declared('7f0f8c6e-0a0e-4d5e-8a57-2f4d9f0a1b02'));
    expect((await gateway.send('/notes')).status).toBe(200);
  });

  it('hides its headers and answers in other words where it is told to', async () => {
    const words = { error_code: 503, error_message: 'later', hide_client_headers: true };
    await gateway.load(limited({ second: 1, day: 9, limit_by: 'ip', ...words }));
    const first = await gateway.send('/notes');
    const { status, headers, body } = await gateway.send('/notes');
    expect(first.headers['ratelimit-limit']).toBeUndefined();
    expect(status).toBe(503);
    expect(headers['retry-after']).toBeUndefined();
    expect(JSON.parse(body)).toMatchObject({ message: 'later' });
  });
});
