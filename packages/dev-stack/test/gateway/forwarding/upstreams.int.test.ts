import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readDeclaration, type Service } from '@accounting/kong';
import { Upstreams } from '../../../src/gateway/forwarding/upstreams';

const serviceAt = (url: string, more: object = {}): Service => {
  const file = { _format_version: '3.0', services: [{ name: 'notes', url, ...more }] };
  const [service] = readDeclaration(JSON.stringify(file)).services;
  if (service === undefined) throw new Error('no service');
  return service;
};

afterEach(() => jest.useRealTimers());

describe('connections to upstreams', () => {
  it('are shared by services at one address that are reached in the same way', async () => {
    const upstreams = new Upstreams();
    const pool = upstreams.poolFor(serviceAt('http://127.0.0.1:1'));
    expect(upstreams.poolFor(serviceAt('http://127.0.0.1:1'))).toBe(pool);
    expect(upstreams.poolFor(serviceAt('http://127.0.0.1:2'))).not.toBe(pool);
    expect(upstreams.poolFor(serviceAt('http://127.0.0.1:1', { connect_timeout: 9 }))).not.toBe(
      pool,
    );
    await upstreams.close();
  });

  it('outlive a configuration that still uses them', async () => {
    const upstreams = new Upstreams();
    const service = serviceAt('http://127.0.0.1:1');
    const pool = upstreams.poolFor(service);
    upstreams.retain([service]);
    expect(upstreams.poolFor(service)).toBe(pool);
    await upstreams.close();
  });

  it('end when nobody uses them, but not before the requests on them', async () => {
    let release = (): void => undefined;
    const server = createServer((_request, response) => {
      response.write('a');
      release = () => response.end('b');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = serviceAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const upstreams = new Upstreams();
    const pool = upstreams.poolFor(service);
    const { body } = await pool.request({ path: '/', method: 'GET' });
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    upstreams.retain([]);
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    expect(pool.closed).toBe(true);
    expect(pool.destroyed).toBe(false);
    release();
    expect(await body.text()).toBe('ab');
    await upstreams.close();
    server.close();
  });
});
