import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { startSmallGateway, type SmallGateway } from '../fixtures/small-gateway';

let gateway: SmallGateway;
beforeAll(async () => {
  const plugins = [
    { name: 'cors' },
    { name: 'jwt', route: 'guarded', config: { key_claim_name: 'kid' } },
    { name: 'request-size-limiting', config: { allowed_payload_size: 1 } },
  ];
  const routes = [
    { name: 'notes', service: 'notes', paths: ['/notes'], strip_path: false },
    { name: 'guarded', service: 'notes', paths: ['/guarded'] },
  ];
  gateway = await startSmallGateway({ plugins, more: { routes } });
});
afterAll(() => gateway.stop());

/** What comes back until the gateway ends the connection, or we do because it waits for more. */
const answersTo = async (bytes: Buffer): Promise<string> => {
  const socket = connect(Number(new URL(gateway.proxyUrl).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.end(bytes);
  await once(socket, 'close');
  return text;
};

const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const withoutFailure = async (bytes: Buffer): Promise<void> => {
  const statuses = statusesIn(await answersTo(bytes));
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
};

const target = fc
  .array(
    fc.constantFrom(
      '/',
      '..',
      '%2e',
      '%2F',
      'notes',
      'guarded',
      '\\',
      ';',
      '?',
      '#',
      '%',
      '\u00e9',
    ),
    { maxLength: 8 },
  )
  .map((parts) => `/${parts.join('')}`);

const header = fc.tuple(
  fc.constantFrom(
    ...['Host', 'Authorization', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Expect'],
    ...['Origin', 'X-Any', 'Accept', 'Upgrade', 'Access-Control-Request-Method', 'Content-Type'],
  ),
  fc.oneof(
    fc.constantFrom('', '0', '5', '-1', 'chunked', 'close', 'Bearer a.b.c', '100-continue', 'a'),
    fc.string({ maxLength: 12, unit: 'binary-ascii' }),
  ),
);

const request = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'HEAD', 'DELETE', 'TRACE', 'CONNECT', 'X'),
    target,
    headers: fc.array(header, { maxLength: 6 }),
    body: fc.string({ maxLength: 20, unit: 'binary-ascii' }),
  })
  .map(({ method, target: path, headers, body }) => {
    const lines = [['Host', 'a'] as [string, string], ...headers];
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    return Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`, 'latin1');
  });

describe('the listener for clients', () => {
  it('answers no random bytes with a failure of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) =>
        withoutFailure(Buffer.from(bytes)),
      ),
      { numRuns: 150 },
    );
  });

  it('answers no request that is nearly one with a failure of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 3 }), (requests) =>
        withoutFailure(Buffer.concat(requests)),
      ),
      { numRuns: 300 },
    );
    expect((await gateway.send('/notes')).status).toBe(200);
  });
});
