import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { errorKinds } from '@accounting/kernel';
import { signedToken } from '@accounting/testing';
import { seen } from '../fixtures/notes-service';
import {
  accountantHeaders,
  startNotes,
  writingHeaders,
  type StartedNotes,
} from '../fixtures/start-notes';

interface Problem {
  readonly code: string;
  readonly status: number;
  readonly violations?: readonly { readonly field: string; readonly code: string }[];
  readonly [member: string]: unknown;
}

let service: StartedNotes;
beforeAll(async () => {
  service = await startNotes({ BODY_LIMIT_BYTES: '20000' });
});
afterAll(() => service.stop());

const send = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${service.httpUrl}/api/v1${path}`, { headers: accountantHeaders(), ...init });

const write = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  send('/notes', {
    method: 'POST',
    headers: { ...writingHeaders(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const problemOf = async (pending: Promise<Response>): Promise<Problem> => {
  const response = await pending;
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  return problem;
};

const fieldsOf = (problem: Problem) =>
  problem.violations?.map(({ field, code }) => `${field} ${code}`).sort();

describe('an answer', () => {
  it('has the status, the version as ETag and the correlation id that was sent', async () => {
    const response = await write({ title: 'ქირა' }, { 'x-correlation-id': 'order-7' });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: 'n1', title: 'ქირა', lineCount: 0 });
    expect(response.headers.get('etag')).toBe('"1"');
    expect(response.headers.get('location')).toBe('/api/v1/notes/n1');
    expect(response.headers.get('x-correlation-id')).toBe('order-7');
    expect(response.headers.get('idempotency-replayed')).toBeNull();
  });

  it('says when it is the first answer given again', async () => {
    const response = await write({ title: 'a' }, { 'idempotency-key': 'again' });
    expect(response.headers.get('idempotency-replayed')).toBe('true');
  });

  it('carries what helmet recommends, and may not be kept', async () => {
    const { headers } = await send('/notes/n1');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('to HEAD is that to GET without its body', async () => {
    const response = await send('/notes/n1', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('the context of a use case', () => {
  it('says who asks, for which company, when and under which correlation id', async () => {
    await write({ title: 'a' }, { 'x-correlation-id': 'c-1' });
    expect(seen.context).toMatchObject({
      companyId: '0192f0c1-0000-7000-8000-000000000001',
      actorId: 'accountant',
      correlationId: 'c-1',
      now: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      idempotency: { key: 'key-1' },
    });
    expect(seen.context?.permissions.has('notes:write')).toBe(true);
    expect(seen.context?.signal.aborted).toBe(false);
    expect(seen.context?.logger.bindings()).toMatchObject({ correlationId: 'c-1' });
  });

  it('survives being copied', async () => {
    await write({ title: 'a' });
    const copy = { ...seen.context };
    expect(copy.signal).toBe(seen.context?.signal);
    expect(copy.logger).toBe(seen.context?.logger);
  });

  const hashOf = async (pending: Promise<Response>): Promise<string | undefined> => {
    expect((await pending).ok).toBe(true);
    return seen.context?.idempotency?.requestHash;
  };

  it('has the same request hash however the body is written', async () => {
    const first = await hashOf(write('{"title":"a","lines":[{"amount":"1.00"}]}'));
    expect(await hashOf(write('{ "lines": [ {"amount":"1.00"} ], "title": "\\u0061" }'))).toBe(
      first,
    );
  });

  it('has another request hash for another body, path or operation', async () => {
    const archive = (id: string) =>
      send(`/notes/${id}/archive`, { method: 'POST', headers: writingHeaders() });
    const hashes = [
      await hashOf(write({ title: 'a' })),
      await hashOf(write({ title: 'b' })),
      await hashOf(archive('n1')),
      await hashOf(archive('n2')),
    ];
    expect(new Set(hashes).size).toBe(4);
  });
});

describe('input', () => {
  it('is refused with all its mistakes together, each with its field', async () => {
    const problem = await problemOf(
      send('/notes', {
        method: 'POST',
        headers: { ...accountantHeaders(), 'content-type': 'application/json', 'if-match': '3' },
        body: JSON.stringify({ title: '', lines: [{ amount: 1 }, { amout: '1.00' }], extra: 1 }),
      }),
    );
    expect([problem.status, problem.code]).toEqual([400, 'host.invalid_request']);
    expect(fieldsOf(problem)).toEqual([
      'Idempotency-Key host.field_missing',
      'If-Match host.field_format',
      'extra host.field_unknown',
      'lines[0].amount host.field_type',
      'lines[1].amount host.field_missing',
      'lines[1].amout host.field_unknown',
      'title host.field_too_small',
    ]);
  });

  it.each(['Idempotency-Key', 'Authorization', 'Content-Type'])(
    'is refused when %s is sent twice, because two readers could believe different ones',
    async (name) => {
      const { hostname, port } = new URL(service.httpUrl);
      const headers = Object.entries(writingHeaders()).flat();
      const same =
        headers[headers.findIndex((text) => text.toLowerCase() === name.toLowerCase()) + 1];
      const problem = await new Promise<Problem>((resolve, fail) => {
        const request = httpRequest(
          {
            ...{ hostname, port, path: '/api/v1/notes', method: 'POST' },
            headers: ['Host', 'x', ...headers, name, same ?? ''],
          },
          (response) => {
            let text = '';
            response.on('data', (chunk: Buffer) => (text += chunk.toString()));
            response.on('end', () => resolve(JSON.parse(text) as Problem));
          },
        );
        request.on('error', fail);
        request.end('{"title":"a"}');
      });
      expect(problem.status).toBe(400);
      expect(fieldsOf(problem)).toEqual([`${name} host.field_format`]);
    },
  );

  it('is refused in path and query alike', async () => {
    const problem = await problemOf(send('/notes/x?limit=11&page=1'));
    expect(fieldsOf(problem)).toEqual([
      'limit host.field_too_large',
      'noteId host.field_format',
      'page host.field_unknown',
    ]);
  });

  it('reads path and query by their schemas', async () => {
    expect(await (await send('/notes/n12?limit=7')).json()).toMatchObject({
      id: 'n12',
      lineCount: 7,
    });
  });

  it('lists a hundred of its mistakes and counts the rest', async () => {
    const lines = Array.from({ length: 130 }, () => ({ amount: 'x' }));
    const problem = await problemOf(write({ title: 'a', lines }));
    expect(problem.violations).toHaveLength(100);
    expect(problem['details']).toEqual({ violationsOmitted: 30 });
  });

  it('is missing when a body is required and none is sent', async () => {
    const problem = await problemOf(send('/notes', { method: 'POST', headers: writingHeaders() }));
    expect(fieldsOf(problem)).toEqual(['body host.field_missing']);
  });

  it('is refused where the operation takes none, unless it is empty', async () => {
    const archive = (body: string) =>
      send('/notes/n1/archive', { method: 'POST', headers: writingHeaders(), body });
    expect((await archive('{}')).status).toBe(200);
    expect(fieldsOf(await problemOf(archive('{"a":1}')))).toEqual(['body host.invalid_request']);
    const query = await problemOf(
      send('/notes/n1/archive?force=1', { method: 'POST', headers: writingHeaders() }),
    );
    expect(fieldsOf(query)).toEqual(['force host.field_unknown']);
  });

  it.each([
    ['broken', '{"title":', 'body host.malformed_json'],
    ['ambiguous', '{"title":"a","title":"b"}', 'title host.ambiguous_json'],
    ['polluting', '{"title":"a","__proto__":{"a":"b"}}', '__proto__ host.ambiguous_json'],
  ])('is refused as %s JSON, with its field', async (_what, body, violation) => {
    const problem = await problemOf(write(body));
    expect(problem).toMatchObject({ status: 400 });
    expect(fieldsOf(problem)).toEqual([violation]);
  });

  it.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=latin1' },
    { 'content-encoding': 'gzip' },
  ])('is refused with 415 when it comes as %p', async (headers) => {
    expect(await problemOf(write({ title: 'a' }, headers))).toMatchObject({
      status: 415,
      code: 'host.unsupported_media_type',
    });
  });

  it('is accepted with UTF-8 named', async () => {
    const type = { 'content-type': 'Application/JSON; charset=UTF-8' };
    expect((await write({ title: 'a' }, type)).status).toBe(201);
  });
});

describe('a version', () => {
  const rename = (headers: Record<string, string>) =>
    send('/notes/n1', {
      method: 'PATCH',
      headers: { ...accountantHeaders(), 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ title: 'b' }),
    });

  it('is required where the operation says so', async () => {
    expect(await problemOf(rename({}))).toMatchObject({
      status: 428,
      code: 'host.version_required',
    });
  });

  it('is handed on, and the new one comes back', async () => {
    expect((await rename({ 'if-match': '"3"' })).headers.get('etag')).toBe('"4"');
  });

  it('that is stale is 412', async () => {
    expect(await problemOf(rename({ 'if-match': '"2"' }))).toMatchObject({
      status: 412,
      code: 'notes.changed',
      retryable: true,
    });
  });

  it('may be left out where it is optional, and is handed on when it is sent', async () => {
    const archive = async (headers: Record<string, string>) => {
      const init = { method: 'POST', headers: { ...writingHeaders(), ...headers } };
      return [(await send('/notes/n1/archive', init)).status, seen.context?.expectedVersion];
    };
    expect(await archive({})).toEqual([200, undefined]);
    expect(await archive({ 'if-match': '"3"' })).toEqual([200, 3]);
  });

  it.each([
    ['/notes', 'application/json'],
    ['/notes/import?batch=a', 'text/csv'],
  ])('is refused by a change that is held against none: %s', async (path, mediaType) => {
    const headers = { ...writingHeaders(), 'content-type': mediaType, 'if-match': '"3"' };
    const problem = await problemOf(send(path, { method: 'POST', headers, body: '{"title":"a"}' }));
    expect([problem.status, fieldsOf(problem)]).toEqual([400, ['If-Match host.field_unknown']]);
  });

  it('is no matter to a read', async () => {
    const headers = { ...accountantHeaders(), 'if-match': '"2"' };
    expect((await send('/notes/n1', { headers })).status).toBe(200);
    expect(seen.context?.expectedVersion).toBeUndefined();
  });
});

describe('identity', () => {
  it('is asked for with the scheme to use', async () => {
    const response = await send('/notes/n1', { headers: {} });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="accounting"');
  });

  it('is refused with the reason when the token is not accepted', async () => {
    const response = await send('/notes/n1', { headers: { authorization: 'Bearer x' } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('needs the permission, which the answer names', async () => {
    const authorization = `Bearer ${signedToken({ permissions: ['notes:write'] })}`;
    expect(await problemOf(send('/notes/n1', { headers: { authorization } }))).toMatchObject({
      status: 403,
      code: 'host.permission_denied',
      details: { permission: 'notes:read' },
    });
  });

  it('is checked before the body is read', async () => {
    const response = await send('/notes', { method: 'POST', body: '{broken', headers: {} });
    expect(response.status).toBe(401);
  });
});

describe('a failure', () => {
  const statuses: Readonly<Record<string, number>> = {
    invalid_argument: 400,
    unauthenticated: 401,
    permission_denied: 403,
    not_found: 404,
    already_exists: 409,
    failed_precondition: 422,
    aborted: 409,
    resource_exhausted: 429,
    deadline_exceeded: 504,
    unavailable: 503,
    internal: 500,
  };

  it.each(errorKinds.map((kind) => [kind, statuses[kind]]))(
    'of kind %s is %i',
    async (kind, status) => {
      const problem = await problemOf(send(`/failures/${kind}`));
      expect(problem).toMatchObject({
        type: `urn:accounting:problem:notes.${kind}`,
        status,
        code: `notes.${kind}`,
        detail: `It is ${kind}.`,
        instance: `/api/v1/failures/${kind}`,
      });
      expect(problem['title']).toEqual(expect.any(String));
    },
  );

  it.each([
    ['resource_exhausted', '7'],
    ['unavailable', '7'],
    ['aborted', '7'],
    ['already_exists', null],
    ['invalid_argument', null],
  ])('of kind %s says when to retry, if ever: %p', async (kind, seconds) => {
    expect((await send(`/failures/${kind}`)).headers.get('retry-after')).toBe(seconds);
  });

  it('that nobody foresaw tells the log everything and the caller nothing', async () => {
    const response = await send('/failures/unforeseen', {
      headers: { ...accountantHeaders(), 'x-correlation-id': 'defect-1' },
    });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toContain('host.internal');
    expect(text).not.toContain('hunter2');
    const line = service.logged().find((logged) => logged['correlationId'] === 'defect-1');
    expect(line).toMatchObject({ level: 'error', code: 'host.internal', status: 500 });
    expect((line?.['err'] as { stack: string }).stack).toContain('notes-service.ts');
  });

  it('to find a path is 404, to take a method 405 with those it takes', async () => {
    expect(await problemOf(send('/nothing'))).toMatchObject({ code: 'host.route_not_found' });
    expect(await problemOf(send('/notes/'))).toMatchObject({ code: 'host.route_not_found' });
    const response = await send('/notes/n1', { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, PATCH']);
  });

  it('to decode the path is the path’s', async () => {
    expect(await problemOf(send('/notes/%E0%A4%A'))).toMatchObject({
      status: 400,
      code: 'host.malformed_path',
    });
  });
});

describe('a body that is too large', () => {
  it('is refused by its announced length, without being read', async () => {
    const { hostname, port } = new URL(service.httpUrl);
    const received = await new Promise<{ status: number; sent: number }>((resolve, fail) => {
      let sent = 0;
      const request = httpRequest(
        {
          hostname,
          port,
          path: '/api/v1/notes',
          method: 'POST',
          headers: { ...writingHeaders(), 'content-length': 50_000_000 },
        },
        (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0, sent });
        },
      );
      request.on('error', fail);
      const chunk = Buffer.alloc(65_536, 0x20);
      const push = (): void => {
        while (sent < 50_000_000) {
          sent += chunk.length;
          if (!request.write(chunk)) {
            request.once('drain', push);
            return;
          }
        }
      };
      push();
    });
    expect(received.status).toBe(413);
    expect(received.sent).toBeLessThan(10_000_000);
  });

  it('is refused where it passes the limit when its length was not announced', async () => {
    const chunked = new ReadableStream({
      start: (controller) => {
        for (let index = 0; index < 30; index += 1) {
          controller.enqueue(new TextEncoder().encode(' '.repeat(1_000)));
        }
        controller.close();
      },
    });
    const init = { method: 'POST', headers: writingHeaders(), body: chunked, duplex: 'half' };
    expect(await problemOf(send('/notes', init as RequestInit))).toMatchObject({
      status: 413,
      code: 'host.body_too_large',
      violations: [{ field: 'body', code: 'host.body_too_large' }],
      details: { bytesMax: 20_000 },
    });
  });

  it('is not even asked for from a client that waits to be', async () => {
    const { hostname, port } = new URL(service.httpUrl);
    const wasInvited = await new Promise<boolean>((resolve, fail) => {
      const request = httpRequest(
        {
          hostname,
          port,
          path: '/api/v1/notes',
          method: 'POST',
          headers: { ...writingHeaders(), 'content-length': 50_000_000, expect: '100-continue' },
        },
        (response) => {
          response.resume();
          expect(response.statusCode).toBe(413);
          resolve(false);
        },
      );
      request.on('continue', () => resolve(true));
      request.on('error', fail);
      request.flushHeaders();
    });
    expect(wasInvited).toBe(false);
  });
});

describe('a streamed body', () => {
  const importNotes = (body: string, type: string, batch = 'b1') =>
    send(`/notes/import?batch=${batch}`, {
      method: 'POST',
      headers: { ...accountantHeaders(), 'content-type': type },
      body,
    });

  it('has no limit and is handed over as it arrives', async () => {
    const response = await importNotes('x'.repeat(1_000_000), 'text/csv; charset=utf-8');
    expect(await response.json()).toEqual({ bytes: 1_000_000, mediaType: 'text/csv' });
  });

  it('is refused in a media type that the operation does not take', async () => {
    expect((await importNotes('{}', 'application/json')).status).toBe(415);
  });

  it.each([undefined, String(20 * 1024 * 1024)])(
    'is answered where the handler stops reading it (length %s)',
    async (length) => {
      const { hostname, port } = new URL(service.httpUrl);
      const answer = await new Promise<IncomingMessage>((resolve, fail) => {
        const request = httpRequest({
          hostname,
          port,
          path: '/api/v1/notes/import?batch=bad',
          method: 'POST',
          headers: {
            ...accountantHeaders(),
            'content-type': 'text/csv',
            ...(length !== undefined && { 'content-length': length }),
          },
        });
        request.on('response', resolve);
        request.on('error', fail);
        for (let megabyte = 1; megabyte <= 5; megabyte += 1) request.write('x'.repeat(1024 * 1024));
      });
      expect(answer.statusCode).toBe(422);
      answer.destroy();
    },
  );

  it('is left unread when the request is refused', async () => {
    const problem = await problemOf(importNotes('x'.repeat(100_000), 'text/csv', 'refused'));
    expect(problem.status).toBe(422);
    expect((await importNotes('x', 'text/csv', '')).status).toBe(200);
  });
});

describe('bytes that are no request', () => {
  const exchange = (bytes: string): Promise<string> =>
    new Promise((resolve, fail) => {
      const { hostname, port } = new URL(service.httpUrl);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', fail);
    });

  it('with a target that is no path get a problem as every request does', async () => {
    const target = 'http://[::/api';
    const answer = await exchange(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json/s);
    const correlationId = /X-Correlation-ID: (\S+)/.exec(head)?.[1];
    expect(JSON.parse(body)).toMatchObject({ code: 'host.malformed_target', correlationId });
  });

  it('are answered with 400 and a closed connection', async () => {
    expect(await exchange('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('are answered with 431 when the headers are too large', async () => {
    const huge = `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await exchange(huge)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('the log', () => {
  it('has one line per request with route, status, duration and caller', async () => {
    await send('/notes/n77', { headers: { ...accountantHeaders(), 'x-correlation-id': 'log-1' } });
    const lines = service.logged().filter((line) => line['correlationId'] === 'log-1');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'info',
        service: 'notes',
        msg: 'request',
        method: 'GET',
        route: '/api/v1/notes/:noteId',
        status: 200,
        companyId: '0192f0c1-0000-7000-8000-000000000001',
        actorId: 'accountant',
        durationMs: expect.any(Number) as number,
      }),
    ]);
  });

  it('never holds a token', () => {
    expect(JSON.stringify(service.logged())).not.toMatch(/eyJ/);
  });
});

describe('metrics', () => {
  it('count requests by route pattern, never by URL', async () => {
    await send('/notes/n501');
    await send('/nothing-here');
    const text = await (await fetch(`${service.httpUrl}/metrics`)).text();
    const labels = 'method="GET",endpoint="/api/v1/notes/:noteId",status="200"';
    expect(text).toContain(`http_request_duration_seconds_count{service="notes",${labels}}`);
    expect(text).toMatch(/http_request_duration_seconds_count\{[^}]*endpoint="unmatched"/);
    expect(text).not.toContain('n501');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toMatch(/outbox_lag_seconds\{service="notes"\} 0/);
  });
});
