import { Pool } from 'undici';

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface HttpClient {
  /** Sends a request; `token` names the company. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/**
 * A client that costs little, because it shares the machine with what it measures: keep-alive
 * connections, one request at a time on each, bodies kept only as text.
 */
export const createHttpClient = (url: string, connections: number): HttpClient => {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  return {
    request: ({ method, path, token, body, idempotencyKey }) =>
      new Promise((resolve, reject) => {
        let status = 0;
        const parts: Buffer[] = [];
        const headers = [
          'authorization',
          `Bearer ${token}`,
          ...(body === undefined ? [] : ['content-type', 'application/json']),
          ...(idempotencyKey === undefined ? [] : ['idempotency-key', idempotencyKey]),
        ];
        pool.dispatch(
          { method, path: `/api/v1${path}`, headers, body: body ?? null },
          {
            onRequestStart: () => undefined,
            onResponseStart: (_controller, statusCode) => {
              status = statusCode;
            },
            onResponseData: (_controller, chunk) => {
              parts.push(chunk);
            },
            onResponseEnd: () => {
              resolve({ status, body: Buffer.concat(parts).toString('utf8') });
            },
            onResponseError: (_controller, error) => {
              reject(error);
            },
          },
        );
      }),
    close: () => pool.close(),
  };
};
