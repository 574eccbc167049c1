import { once } from 'node:events';
import { request as openRequest, type RequestListener } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { echo, seenIn, startSmallGateway, type SmallGateway } from '../fixtures/small-gateway';

let upstream: RequestListener = echo;
let gateway: SmallGateway;
beforeAll(async () => {
  gateway = await startSmallGateway(
    {},
    { upstream: (request, response) => upstream(request, response) },
  );
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  upstream = echo;
  await gateway.load({});
});

const eventually = async (isSo: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 250 && !isSo(); attempt += 1) await sleep(20);
  expect(isSo()).toBe(true);
};

const open = (path: string, headers: string[] = [], method = 'GET') => {
  const { hostname, port, host } = new URL(gateway.proxyUrl);
  const raw = ['Host', host, ...headers] as never;
  return openRequest({ hostname, port, path, method, agent: false, headers: raw });
};

/** Everything that comes back on a connection until its end. */
const exchangeBytes = async (bytes: string): Promise<string> => {
  const socket = connect(Number(new URL(gateway.proxyUrl).port), '127.0.0.1');
  socket.write(bytes);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return text;
};

describe('what the upstream is asked', () => {
  it('is the path below that of the service, without what the route strips', async () => {
    await gateway.load({ service: { url: `http://127.0.0.1:${gateway.upstreamPort}/v1/` } });
    expect(seenIn(await gateway.send('/notes/7?x=1')).url).toBe('/v1/notes/7?x=1');
    await gateway.load({ route: { strip_path: true } });
    const seen = seenIn(await gateway.send('/notes/7?x=1'));
    expect(seen.url).toBe('/7?x=1');
    expect(seen.headers['x-forwarded-prefix']).toBe('/notes');
    expect(seenIn(await gateway.send('/notes')).url).toBe('/');
  });

  it('is told for whom: the service’s host, or the client’s where the route keeps it', async () => {
    const headers = ['X-Forwarded-For', '203.0.113.7', 'X-Forwarded-For', '203.0.113.8'];
    expect(seenIn(await gateway.send('/notes', { headers })).headers).toMatchObject({
      host: `127.0.0.1:${gateway.upstreamPort}`,
      'x-forwarded-for': '203.0.113.7, 203.0.113.8, 127.0.0.1',
      'x-forwarded-host': '127.0.0.1',
      'x-forwarded-path': '/notes',
      'x-real-ip': '127.0.0.1',
      via: '1.1 kong/3.9.3',
    });
    await gateway.load({ route: { preserve_host: true } });
    expect(seenIn(await gateway.send('/notes')).headers['host']).toBe(
      new URL(gateway.proxyUrl).host,
    );
  });

  it('has a body also with DELETE, and none with an empty POST', async () => {
    const deleted = seenIn(await gateway.send('/notes', { method: 'DELETE', body: 'why' }));
    expect([deleted.method, deleted.body]).toEqual(['DELETE', 'why']);
    expect(seenIn(await gateway.send('/notes', { method: 'POST', body: '' })).body).toBe('');
  });

  it('is in several pieces where the client sends them so', async () => {
    const request = open('/notes', ['Transfer-Encoding', 'chunked'], 'POST');
    request.write('one,');
    await sleep(20);
    request.end('two');
    const [answer] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect((JSON.parse(text) as { body: string }).body).toBe('one,two');
  });
});

describe('the answer of the upstream', () => {
  it('passes with repeated headers and bytes beyond ASCII as they came', async () => {
    upstream = (_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.setHeader('X-Name', Buffer.from('Тбилиси').toString('latin1'));
      // As a buffer: node writes the head in the encoding of a text that comes with it.
      response.end(Buffer.from('ok'));
    };
    const { headers } = await gateway.send('/notes');
    expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(String(headers['x-name']), 'latin1').toString()).toBe('Тбилиси');
  });

  it('to HEAD has no body, whatever length it says', async () => {
    upstream = (_request, response) => response.writeHead(200, { 'content-length': 999 }).end();
    const answer = await gateway.send('/notes', { method: 'HEAD' });
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([
      200,
      '999',
      '',
    ]);
  });

  it('comes after interim ones, which do not pass', async () => {
    upstream = (_request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.writeProcessing();
      response.end('done');
    };
    expect(await gateway.send('/notes')).toMatchObject({ status: 200, body: 'done' });
  });

  it('waits for a client that reads slowly, and is not held in memory', async () => {
    const chunk = Buffer.alloc(65_536);
    let written = 0;
    upstream = (_request, response) => {
      const write = (): void => {
        let hasRoom = true;
        while (hasRoom && written < 2_000) {
          hasRoom = response.write(chunk);
          written += 1;
        }
        if (written < 2_000) response.once('drain', write);
        else response.end();
      };
      write();
    };
    const request = open('/notes');
    request.end();
    const [answer] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    answer.pause();
    await sleep(300);
    // Of 125 MiB only what fits into the buffers between.
    expect(written).toBeLessThan(500);
    let bytes = 0;
    for await (const part of answer) bytes += (part as Buffer).length;
    expect(bytes).toBe(2_000 * chunk.length);
  });

  it('may come before the body was read, and the connection serves the next request', async () => {
    upstream = (_request, response) => response.writeHead(409, { connection: 'close' }).end('no');
    const request = open(
      '/notes',
      ['Content-Length', '300000', 'Connection', 'keep-alive'],
      'POST',
    );
    request.on('error', () => undefined);
    request.write(Buffer.alloc(100));
    const [answer] = (await once(request, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(409);
    request.destroy();
  });
});

/** An upstream that closes connections as a test wants, by the number of the connection. */
const startFragile = async (react: (socket: Socket, request: number) => void) => {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => react(socket, (requests += 1)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => requests,
    stop: () => server.close(),
  };
};

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('a connection that the upstream closes at the moment of its next use', () => {
  it.each([
    ['GET', 200, 3],
    ['POST', 502, 2],
  ])('%s gets %i', async (method, status, count) => {
    const fragile = await startFragile((socket, request) => {
      // Answers the first, and ends the connection with the second on it.
      if (request === 2) socket.destroy();
      else socket.write(ok);
    });
    await gateway.load({ service: { url: fragile.url, retries: 1 } });
    expect((await gateway.send('/notes')).status).toBe(200);
    const body = method === 'POST' ? 'x' : undefined;
    const answer = await gateway.send('/notes', { method, ...(body !== undefined && { body }) });
    expect(answer.status).toBe(status);
    expect(fragile.count()).toBe(count);
    fragile.stop();
  });
});

describe('an upstream that fails', () => {
  it('is tried as often as the service says, where that is safe', async () => {
    const fragile = await startFragile((socket) => socket.destroy());
    await gateway.load({ service: { url: fragile.url, retries: 3 } });
    expect((await gateway.send('/notes', { method: 'DELETE' })).status).toBe(502);
    expect(fragile.count()).toBe(4);
    fragile.stop();
  });

  it('is answered for with 502 when it speaks no HTTP', async () => {
    const fragile = await startFragile((socket) => socket.end('SSH-2.0-hello\r\n'));
    await gateway.load({ service: { url: fragile.url, retries: 0 } });
    expect((await gateway.send('/notes')).status).toBe(502);
    fragile.stop();
  });

  it('is answered for with 503 when its name leads nowhere', async () => {
    await gateway.load({ service: { url: 'http://nowhere.invalid:80', retries: 0 } });
    const { status, body } = await gateway.send('/notes');
    expect([status, JSON.parse(body)]).toMatchObject([503, { message: 'name resolution failed' }]);
  });

  it('in the middle of an answer costs the client its connection', async () => {
    const fragile = await startFragile((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf'),
    );
    await gateway.load({ service: { url: fragile.url } });
    const text = await exchangeBytes('GET /notes HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    expect(text.endsWith('half')).toBe(true);
    fragile.stop();
  });

  it('when it stalls in the middle of an answer, is given up after its timeout', async () => {
    const fragile = await startFragile((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf'),
    );
    await gateway.load({ service: { url: fragile.url, read_timeout: 300 } });
    const text = await exchangeBytes('GET /notes HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(text.endsWith('half')).toBe(true);
    fragile.stop();
  });
});

describe('a body that is longer than it may be', () => {
  it('and does not say so, is refused where it passes the limit, and not passed', async () => {
    let [whole, aborted] = [0, 0];
    upstream = (request, response) => {
      request.resume();
      request.on('end', () => {
        whole += 1;
        response.end();
      });
      request.on('error', () => (aborted += 1));
    };
    const plugin = { name: 'request-size-limiting', config: { allowed_payload_size: 1 } };
    await gateway.load({ plugins: [plugin] });
    const request = open('/notes', ['Transfer-Encoding', 'chunked'], 'POST');
    request.on('error', () => undefined);
    request.write(Buffer.alloc(1_048_576));
    request.write('x');
    const [answer] = (await once(request, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(413);
    await eventually(() => aborted === 1);
    expect(whole).toBe(0);
    request.destroy();
  });
});

describe('a client that goes away', () => {
  it('ends the request upstream, before and during the answer', async () => {
    let closed = 0;
    let seen = 0;
    upstream = (request, response) => {
      seen += 1;
      response.on('close', () => (closed += 1));
      if (request.url === '/notes/streamed') response.write('begun');
    };
    const waiting = open('/notes/silent');
    waiting.on('error', () => undefined);
    waiting.end();
    await eventually(() => seen === 1);
    waiting.destroy();
    await eventually(() => closed === 1);
    const reading = open('/notes/streamed');
    reading.end();
    await once(reading, 'response');
    reading.destroy();
    await eventually(() => closed === 2);
  });
});

describe('a new configuration', () => {
  it('lets what is under way to a service end that is no more', async () => {
    let release = (): void => undefined;
    upstream = (_request, response) => {
      response.write('first,');
      release = () => response.end('last');
    };
    const request = open('/notes');
    request.end();
    const [answer] = (await once(request, 'response')) as [NodeJS.ReadableStream];
    await gateway.load({ service: { url: 'http://127.0.0.1:9' } });
    expect((await gateway.send('/notes')).status).toBe(502);
    release();
    let text = '';
    for await (const chunk of answer) text += String(chunk);
    expect(text).toBe('first,last');
  });
});
