import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiClient } from '../../src/demonstration/api-client';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let server: Server;
let client: ApiClient;
let seen: Seen[];
let answer: { status: number; headers: Record<string, string>; body: string };

beforeEach(async () => {
  seen = [];
  answer = { status: 200, headers: {}, body: '{}' };
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new ApiClient(`http://127.0.0.1:${String(port)}`, 'the-token');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('the client of the ledger', () => {
  it('posts under an idempotency key and tells whether the answer is an earlier one', async () => {
    answer = { status: 201, headers: { 'Idempotency-Replayed': 'true' }, body: '{"version":1}' };
    expect(await client.post('/transactions', 'key-1', { total: '10.10' })).toEqual({
      body: { version: 1 },
      replayed: true,
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/transactions',
      body: '{"total":"10.10"}',
      headers: { authorization: 'Bearer the-token', 'idempotency-key': 'key-1' },
    });
  });

  it('sends no body where there is none', async () => {
    await client.post('/fiscal-periods/2026-11/close', 'key-2');
    expect(seen[0]?.body).toBe('');
    expect(seen[0]?.headers).not.toHaveProperty('content-type');
  });

  it('repeats the words of a refusal, and every place that is at fault', async () => {
    answer = {
      status: 400,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8' },
      body: JSON.stringify({
        code: 'accounting-core.unbalanced',
        detail: 'Debits and credits differ.',
        violations: [{ field: 'entries', message: 'differ by 0.01' }],
      }),
    };
    await expect(client.put('/x', {})).rejects.toThrow(
      'PUT /x was refused: 400 accounting-core.unbalanced: Debits and credits differ.\n' +
        '  entries: differ by 0.01',
    );
  });

  it('repeats a refusal that names no place', async () => {
    answer = {
      status: 422,
      headers: { 'Content-Type': 'application/problem+json' },
      body: '{"code":"accounting-core.period_closed","detail":"November is closed."}',
    };
    await expect(client.post('/x', 'key')).rejects.toThrow(
      /was refused: 422 accounting-core.period_closed: November is closed.$/,
    );
  });

  it('shows an answer that is no problem document as it is', async () => {
    answer = { status: 502, headers: {}, body: 'Bad gateway' };
    await expect(client.get('/x')).rejects.toThrow('GET /x was refused: 502 Bad gateway');
  });
});
