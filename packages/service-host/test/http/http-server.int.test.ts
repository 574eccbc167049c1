import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { seen } from '../fixtures/notes-service';
import {
  accountantHeaders,
  startNotes,
  writingHeaders,
  type StartedNotes,
} from '../fixtures/start-notes';

const shortTimes = {
  DATABASE_STATEMENT_TIMEOUT_MS: '100',
  REQUEST_TIMEOUT_MS: '300',
  STREAM_IDLE_TIMEOUT_MS: '200',
  HEADERS_TIMEOUT_MS: '400',
  DRAIN_TIMEOUT_MS: '600',
};

let service: StartedNotes;
beforeAll(async () => {
  service = await startNotes(shortTimes);
});
afterAll(() => service.stop());

const eventually = async (isTrue: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 200 && !isTrue(); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(isTrue()).toBe(true);
};

const answerTo = (
  path: string,
  headers: Record<string, string | number>,
  send: (request: ReturnType<typeof httpRequest>) => void,
): Promise<IncomingMessage & { readonly text: string }> =>
  new Promise((resolve, fail) => {
    const { hostname, port } = new URL(service.httpUrl);
    const options = { hostname, port, path: `/api/v1${path}`, method: 'POST', headers };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(Object.assign(response, { text })));
    });
    request.on('error', fail);
    send(request);
  });

describe('a request that takes too long', () => {
  it('is answered with 504 and its work is told to stop', async () => {
    const abortedBefore = seen.aborted;
    const response = await fetch(`${service.httpUrl}/api/v1/waits?ms=5000`, {
      headers: accountantHeaders(),
    });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({
      code: 'host.request_timed_out',
      retryable: true,
    });
    await eventually(() => seen.aborted === abortedBefore + 1);
  });

  it('because its body does not arrive is answered with 408: nothing was done', async () => {
    const headers = {
      ...writingHeaders(),
      'content-length': 100,
      'x-correlation-id': 'stalled-1',
    };
    delete seen.context;
    const response = await answerTo('/notes', headers, (request) => {
      request.on('error', () => undefined);
      request.write('{"title":"late"');
      // The rest comes when the answer has been given.
      setTimeout(() => request.end('}'.padEnd(85)), 400);
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen.context).toBeUndefined();
    expect([response.statusCode, response.headers.connection]).toEqual([408, 'close']);
    expect(JSON.parse(response.text)).toMatchObject({
      code: 'host.body_timed_out',
      retryable: true,
      details: { timeoutMs: 300 },
    });
    // It is the sender's affair, and nobody here has to look into it.
    const line = service.logged().find(({ correlationId }) => correlationId === 'stalled-1');
    expect(line).toMatchObject({ level: 'info', status: 408, code: 'host.body_timed_out' });
  });

  it('is told to stop as well when its client goes away, and logged as 499', async () => {
    const abortedBefore = seen.aborted;
    const controller = new AbortController();
    const headers = { ...accountantHeaders(), 'x-correlation-id': 'gone-1' };
    const pending = fetch(`${service.httpUrl}/api/v1/waits?ms=5000`, {
      headers,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    await expect(pending).rejects.toThrow();
    await eventually(() => seen.aborted === abortedBefore + 1);
    await eventually(() => service.logged().some((line) => line['correlationId'] === 'gone-1'));
    expect(service.logged().find((line) => line['correlationId'] === 'gone-1')).toMatchObject({
      status: 499,
    });
  });
});

describe('a streamed body', () => {
  const headers = () => ({
    ...accountantHeaders(),
    'content-type': 'text/csv',
    'transfer-encoding': 'chunked',
  });

  it('may take longer than a request, as long as it keeps coming', async () => {
    const response = await answerTo('/notes/import?batch=slow', headers(), (request) => {
      let sent = 0;
      const timer = setInterval(() => {
        request.write('row\n');
        sent += 1;
        if (sent < 8) return;
        clearInterval(timer);
        request.end();
      }, 100);
    });
    expect([response.statusCode, response.text]).toEqual([
      200,
      '{"bytes":32,"mediaType":"text/csv"}',
    ]);
  });

  it.each(['destroy', 'end'] as const)(
    'whose sender goes away (%s) is logged as 499, and the service goes on',
    async (leave) => {
      const { hostname, port } = new URL(service.httpUrl);
      const lines = [
        'POST /api/v1/notes/import?batch=left HTTP/1.1',
        'host: x',
        ...Object.entries(headers()).map(([name, value]) => `${name}: ${value}`),
        '',
        '5\r\nhello\r\n',
      ];
      const socket = connect(Number(port), hostname, () => socket.write(lines.join('\r\n')));
      socket.on('error', () => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const logged = service.logged().length;
      socket[leave]();
      await eventually(() => service.logged().length > logged);
      expect(service.logged().slice(logged)).toMatchObject([{ status: 499 }]);
      expect((await fetch(`${service.httpUrl}/health`)).status).toBe(200);
    },
  );

  it('that was refused halfway leaves its connection to the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { hostname, port } = new URL(service.httpUrl);
    const importBad = (): Promise<number | undefined> =>
      new Promise((resolve, fail) => {
        const path = '/api/v1/notes/import?batch=bad';
        const request = httpRequest({ hostname, port, path, method: 'POST', agent });
        for (const [name, value] of Object.entries(headers())) {
          if (name !== 'transfer-encoding') request.setHeader(name, value);
        }
        request.on('response', (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        });
        request.on('error', fail);
        request.end('x'.repeat(1_000_000));
      });
    for (let time = 1; time <= 3; time += 1) expect(await importBad()).toBe(422);
    agent.destroy();
  });

  it('is cut off when its sender stalls', async () => {
    const startedAtMs = Date.now();
    const response = await answerTo('/notes/import?batch=stalled', headers(), (request) => {
      request.on('error', () => undefined);
      request.write('row\n');
    });
    expect(response.statusCode).toBe(504);
    expect(JSON.parse(response.text)).toMatchObject({ code: 'host.request_timed_out' });
    expect(Date.now() - startedAtMs).toBeGreaterThanOrEqual(200);
  });
});

describe('headers', () => {
  it('that never end cost the connection', async () => {
    const { hostname, port } = new URL(service.httpUrl);
    const answer = await new Promise<string>((resolve, fail) => {
      let text = '';
      const socket = connect(Number(port), hostname, () =>
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n'),
      );
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', fail);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  }, 60_000);
});

describe('a stop', () => {
  it('lets what is in flight finish, and closes its connection', async () => {
    const stopping = await startNotes({ ...shortTimes, REQUEST_TIMEOUT_MS: '500' });
    const pending = fetch(`${stopping.httpUrl}/api/v1/waits?ms=300`, {
      headers: accountantHeaders(),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = stopping.stop();
    const response = await pending;
    expect([response.status, await response.json()]).toEqual([200, { waited: true }]);
    expect(response.headers.get('connection')).toBe('close');
    expect(await stopped).toEqual([]);
  });

  it('refuses what arrives while it drains with 503, and is no longer ready', async () => {
    const stopping = await startNotes({ ...shortTimes, REQUEST_TIMEOUT_MS: '500' });
    const pending = fetch(`${stopping.httpUrl}/api/v1/waits?ms=300`, {
      headers: accountantHeaders(),
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stopped = stopping.stop();
    const late = await fetch(`${stopping.httpUrl}/api/v1/notes/n1`, {
      headers: accountantHeaders(),
    });
    expect([late.status, late.headers.get('connection')]).toEqual([503, 'close']);
    expect(late.headers.get('retry-after')).toBe('1');
    expect(await late.json()).toMatchObject({ code: 'host.stopping', retryable: true });
    const ready = await fetch(`${stopping.httpUrl}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      expect.objectContaining({ phase: 'draining' }),
    ]);
    expect((await pending).status).toBe(200);
    await stopped;
    const lines = stopping.logged();
    // That it is not ready was asked and answered; no request has failed by it.
    expect(lines.filter(({ route }) => route === '/health/ready')).toEqual([]);
    expect(lines.filter(({ msg }) => msg === 'draining')).toHaveLength(1);
  });

  it('answers what was sent on an open connection as the stop began', async () => {
    const stopping = await startNotes(shortTimes);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statusOfNote = (): Promise<number> =>
      new Promise((resolve, fail) => {
        const url = `${stopping.httpUrl}/api/v1/notes/n1`;
        httpRequest(url, { agent, headers: accountantHeaders() }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0));
        })
          .once('error', fail)
          .end();
      });
    const before = await statusOfNote();
    const sent = statusOfNote();
    const stopped = stopping.stop();
    expect([before, 503]).toContain(await sent);
    expect(await stopped).toEqual([]);
    agent.destroy();
  });

  it('gives up what outlives the drain, with an answer', async () => {
    const stopping = await startNotes({
      ...shortTimes,
      STREAM_IDLE_TIMEOUT_MS: '10000',
      DRAIN_TIMEOUT_MS: '310',
    });
    const headers = { ...accountantHeaders(), 'content-type': 'text/csv' };
    // It sends nothing after the first row: who still writes when the answer comes may never
    // read it.
    const endless = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('row\n'));
      },
    });
    const init = { method: 'POST', headers, body: endless, duplex: 'half' } as RequestInit;
    const pending = fetch(`${stopping.httpUrl}/api/v1/notes/import?batch=endless`, init);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = stopping.stop();
    expect((await pending).status).toBe(503);
    expect(await stopped).toEqual([]);
  });

  it('happens once, however often it is asked for', async () => {
    const stopping = await startNotes();
    expect(stopping.stop()).toBe(stopping.stop());
    expect(await stopping.stop()).toEqual([]);
    await expect(fetch(`${stopping.httpUrl}/health`)).rejects.toThrow();
  });
});
