import { sign } from 'jsonwebtoken';
import { correlationIdCheck, identityClearing } from '@accounting/kong';
import { seenIn, startSmallGateway, type SmallGateway } from './fixtures/small-gateway';

let gateway: SmallGateway;
beforeAll(async () => {
  gateway = await startSmallGateway();
});
afterAll(() => gateway.stop());

const transformer = (headers: object, more: object = {}) => ({
  name: 'request-transformer',
  config: Object.fromEntries(
    Object.entries(headers).map(([kind, list]) => [kind, { headers: list as unknown }]),
  ),
  ...more,
});

describe('request-transformer', () => {
  it('removes, renames, replaces, adds what is absent, and appends, in this order', async () => {
    const config = {
      remove: ['X-Gone'],
      rename: ['X-Old:X-New'],
      replace: ['X-New:replaced', 'X-None:never'],
      add: ['X-New:never', 'X-Gone:back'],
      append: ['X-New:more:with colon'],
    };
    await gateway.load({ plugins: [transformer(config)] });
    const headers = ['X-Gone', '1', 'x-old', '2'];
    const { headers: seen } = seenIn(await gateway.send('/notes', { headers }));
    expect(seen).toMatchObject({ 'x-new': 'replaced, more:with colon', 'x-gone': 'back' });
    expect(seen).not.toHaveProperty('x-none');
    expect(seen).not.toHaveProperty('x-old');
  });

  it('changes the query in the same order', async () => {
    const config = {
      remove: { querystring: ['gone'] },
      rename: { querystring: ['old:new'] },
      replace: { querystring: ['page:9', 'none:1'] },
      add: { querystring: ['page:1', 'size:5'] },
      append: { querystring: ['size:6'] },
    };
    await gateway.load({ plugins: [{ name: 'request-transformer', config }] });
    const { url } = seenIn(await gateway.send('/notes?gone=1&old=a&old=b&page=2'));
    expect(url).toBe('/notes?page=9&new=a&new=b&size=5&size=6');
    await gateway.load({
      plugins: [{ name: 'request-transformer', config: { remove: { querystring: ['a'] } } }],
    });
    expect(seenIn(await gateway.send('/notes?a=1')).url).toBe('/notes');
  });
});

describe('response-transformer', () => {
  it('works on answers of the upstream and of the gateway', async () => {
    await gateway.load({
      plugins: [
        {
          name: 'response-transformer',
          config: {
            remove: { headers: ['content-type'] },
            add: { headers: ['X-Frame-Options:DENY'] },
          },
        },
      ],
    });
    const { headers } = await gateway.send('/notes');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['content-type']).toBeUndefined();
    expect((await gateway.send('/none')).headers['x-frame-options']).toBeUndefined();
  });
});

describe('of several instances of a plugin', () => {
  it('the most specific one runs, for the consumer that the token names', async () => {
    const secret = 's'.repeat(40);
    await gateway.load({
      consumers: [
        { username: 'shop', jwt_secrets: [{ key: 'shop', secret }] },
        { username: 'other', jwt_secrets: [{ key: 'other', secret }] },
      ],
      plugins: [
        { name: 'jwt', config: { key_claim_name: 'kid' } },
        transformer({ add: ['X-From:everywhere'] }),
        transformer({ add: ['X-From:service'] }, { service: 'notes' }),
        transformer({ add: ['X-From:shop'] }, { consumer: 'shop' }),
        transformer({ add: ['X-From:off'] }, { route: 'notes', enabled: false }),
      ],
    });
    const from = async (keyid: string) => {
      const headers = ['Authorization', `Bearer ${sign({}, secret, { keyid })}`];
      return seenIn(await gateway.send('/notes', { headers })).headers['x-from'];
    };
    expect(await from('shop')).toBe('shop');
    expect(await from('other')).toBe('service');
  });
});

describe('pre-function', () => {
  const withLua = (config: object) => ({ plugins: [{ name: 'pre-function', config }] });

  it('does what kong.yml asks of it', async () => {
    await gateway.load(withLua({ access: [correlationIdCheck, identityClearing] }));
    const headers = [
      ...['X-Correlation-ID', 'kept', 'X_Correlation_ID', 'gone', 'X-Gateway-Secret', 'gone'],
      ...['x-consumer-id', 'gone', 'X-Other', 'kept'],
    ];
    const { headers: seen } = seenIn(await gateway.send('/notes', { headers }));
    expect(seen).toMatchObject({ 'x-correlation-id': 'kept', 'x-other': 'kept' });
    expect(JSON.stringify(seen)).not.toContain('gone');
  });

  it('is refused with Lua that is not known, or in another phase', async () => {
    expect(await gateway.load(withLua({ access: ['kong.log("x")'] }))).toBe(400);
    expect(await gateway.load(withLua({ log: [identityClearing] }))).toBe(400);
  });
});

describe('correlation-id', () => {
  it.each([
    ['uuid', /^[0-9a-f-]{36}$/],
    ['uuid#counter', /^[0-9a-f-]{36}#\d+$/],
    ['tracker', /^127\.0\.0\.1-8000-\d+-1-\d+-\d+\.\d{3}$/],
  ])('makes one as %s where there is none', async (generator, pattern) => {
    const config = { header_name: 'X-Id', generator, echo_downstream: true };
    await gateway.load({ plugins: [{ name: 'correlation-id', config }] });
    const answer = await gateway.send('/notes');
    expect(answer.headers['x-id']).toMatch(pattern);
    expect(seenIn(answer).headers['x-id']).toBe(answer.headers['x-id']);
    expect((await gateway.send('/notes')).headers['x-id']).not.toBe(answer.headers['x-id']);
    const kept = await gateway.send('/notes', { headers: ['X-Id', 'mine'] });
    expect(kept.headers['x-id']).toBe('mine');
  });
});

describe('request-termination', () => {
  const terminating = (config: object) => ({ plugins: [{ name: 'request-termination', config }] });

  it('answers instead of the upstream', async () => {
    await gateway.load(terminating({ status_code: 403, message: 'closed' }));
    const { status, body } = await gateway.send('/notes');
    expect([status, JSON.parse(body)]).toMatchObject([403, { message: 'closed' }]);
    await gateway.load(terminating({ status_code: 200, content_type: 'text/plain', body: 'hi' }));
    const plain = await gateway.send('/notes');
    expect([plain.status, plain.body, plain.headers['content-type']]).toEqual([
      200,
      'hi',
      'text/plain',
    ]);
  });

  it('has words of its own for a status', async () => {
    await gateway.load(terminating({}));
    expect((await gateway.send('/notes')).body).toContain('Service unavailable');
    await gateway.load(terminating({ status_code: 418 }));
    expect((await gateway.send('/notes')).body).toContain('The response status is 418');
  });

  it('waits for its trigger, a header or a parameter', async () => {
    await gateway.load(terminating({ trigger: 'X-Stop' }));
    expect((await gateway.send('/notes')).status).toBe(200);
    expect((await gateway.send('/notes', { headers: ['x-stop', ''] })).status).toBe(503);
    expect((await gateway.send('/notes?X-Stop=1')).status).toBe(503);
  });
});

describe('request-size-limiting', () => {
  const limited = (config: object) => ({ plugins: [{ name: 'request-size-limiting', config }] });
  const post = (body: string, headers: string[] = []) =>
    gateway.send('/notes', { method: 'POST', body, headers });

  it.each([
    ['bytes', 10],
    ['kilobytes', 10_240],
    ['megabytes', 10_485_760],
  ])('counts in %s', async (unit, bytes) => {
    await gateway.load(limited({ allowed_payload_size: 10, size_unit: unit }));
    expect((await post('x'.repeat(bytes))).status).toBe(200);
    expect((await post('x'.repeat(bytes + 1))).status).toBe(413);
  });

  it('asks for a length where it is told to', async () => {
    await gateway.load(limited({ require_content_length: true }));
    expect((await gateway.send('/notes')).status).toBe(411);
    expect((await post('')).status).toBe(200);
  });
});
