import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { messages } from '../answers';
import type { Configuration } from '../configuration';
import { Exchange, type OnAnswered } from '../exchange';
import { normalisedPath } from '../routing/normalised-path';

/** nginx: four buffers of eight kilobytes for the headers, one of them for the first line. */
const headerBytesMax = 32_768;
const targetBytesMax = 8_192;
const headersTimeoutMs = 60_000;
const connectionsCheckingMs = 1_000;
const keepAliveTimeoutMs = 60_000;

/** nginx refuses a request that has one of these twice: its readers might not choose the same. */
const sentOnce: ReadonlySet<string> = new Set([
  ...['host', 'authorization', 'content-length', 'content-range', 'transfer-encoding', 'expect'],
  ...['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'],
]);

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
};

const statuses: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Bytes that are no HTTP request get the shortest answer there is, and the connection ends. */
const refuseBytes = (error: Error & { readonly code?: string }, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ''] ?? 400;
  const head = `HTTP/1.1 ${status} ${reasons[status] ?? ''}`;
  socket.end(`${head}\r\nServer: kong/3.9.3\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** `*` and absolute forms too: of these the path is what counts. */
const targetOf = (url: string): { readonly path: string; readonly query: string } | undefined => {
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
  const target = url.slice(absolute.length);
  const start = target.indexOf('?');
  const path = start === -1 ? target : target.slice(0, start);
  const normalised = normalisedPath(path === '' ? '/' : path);
  if (normalised === undefined || /[\s#]/.test(target)) return undefined;
  return { path: normalised, query: start === -1 ? '' : target.slice(start) };
};

/** The listener that clients use. */
export const createProxyServer = (
  configuration: () => Configuration,
  onAnswered: OnAnswered,
): Server => {
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = new Exchange(request, response, onAnswered);
    const { url = '/', method } = request;
    if (url.length > targetBytesMax) {
      exchange.fail(414, 'URI too long');
      return;
    }
    if (method === 'TRACE') {
      exchange.fail(405, messages.methodNotAllowed);
      return;
    }
    const target = targetOf(url);
    if (target === undefined || exchange.headers.repeatsAnyOf(sentOnce)) {
      exchange.fail(400, messages.badRequest);
      return;
    }
    exchange.dropNeighbourly();
    exchange.path = target.path;
    exchange.query = target.query;
    configuration().handle(exchange);
  };
  const server = createServer(
    {
      maxHeaderSize: headerBytesMax,
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: connectionsCheckingMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      // A streamed body may take hours; it has the timeouts of its service.
      requestTimeout: 0,
    },
    handle,
  );
  // Beyond a number node drops headers silently; the size of all of them is limited.
  server.maxHeadersCount = 0;
  server.on('checkContinue', handle);
  server.on('clientError', refuseBytes);
  // Kong proxies no CONNECT, and to other protocols only where a route says so; none of ours does.
  server.on('connect', (_request, socket: Duplex) => {
    socket.end('HTTP/1.1 405 Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
};
