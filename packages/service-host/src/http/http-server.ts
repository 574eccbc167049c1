import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { reject } from '@accounting/kernel';
import type { Logger } from 'pino';
import { errors } from '../errors';
import { createApplication, type ApplicationParts } from './application';
import { InFlight } from '../lifecycle/in-flight';
import type { Exchange } from './exchange';

export interface HttpServerOptions extends Omit<ApplicationParts, 'surroundings'> {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  readonly headersTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
}

/** A server that listens. */
export interface HttpServer {
  readonly url: string;
  /** From now on new requests are refused with 503, and every answer closes its connection. */
  refuse(): void;
  /**
   * Refuses new requests, waits for those in flight, then closes; cuts what is left after the time.
   */
  drain(timeoutMs: number): Promise<void>;
}

const headerBytesMax = 16_384;
/** How often connections are looked at whose headers do not end. */
const connectionsCheckingMs = 1_000;
/** A request that was sent as the stop began may not have been read yet; see `untilQuiet`. */
const quietMs = 50;
const quietRoundsMax = 10;
/** What remains of the drain for requests that were told to stop. */
const abortGraceMs = 250;

const statusLines: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Bytes that are no HTTP request have no exchange; they get the shortest answer there is. */
const refuseBytes = (error: Error & { readonly code?: string }, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusLines[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

const listen = (server: Server, host: string, port: number): Promise<AddressInfo> =>
  new Promise((resolve, fail) => {
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve(server.address() as AddressInfo);
    });
  });

/**
 * Waits until nothing has arrived for a moment. A connection on which a request is under way looks
 * idle until its bytes have been read; closing it then would leave the sender without an answer.
 */
const untilQuiet = async (arrivals: () => number): Promise<void> => {
  for (let round = 0; round < quietRoundsMax; round += 1) {
    const before = arrivals();
    await delay(quietMs);
    if (arrivals() === before) return;
  }
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });

/** Opens the HTTP port. Rejects when it is taken. */
export const startHttpServer = async (options: HttpServerOptions): Promise<HttpServer> => {
  const inFlight = new InFlight<Exchange>();
  let isDraining = false;
  let arrivals = 0;
  const { messages, listener } = createApplication({
    ...options,
    surroundings: {
      logger: options.logger,
      bodyLimitBytes: options.policy.bodyLimitBytes,
      isDraining: () => isDraining,
      began: (exchange) => {
        arrivals += 1;
        // Those refused while draining are not waited for: they could go on arriving for ever.
        if (!isDraining) inFlight.add(exchange);
      },
      ended: (exchange) => inFlight.delete(exchange),
    },
  });
  const server = createServer(
    {
      ...messages,
      headersTimeout: options.headersTimeoutMs,
      keepAliveTimeout: options.keepAliveTimeoutMs,
      connectionsCheckingInterval: connectionsCheckingMs,
      // Each request has its own limit from its headers on; a streamed body may take hours.
      requestTimeout: 0,
      maxHeaderSize: headerBytesMax,
    },
    listener,
  );
  // Who asks before sending a large body is asked for it only once the request is admitted.
  server.on('checkContinue', listener);
  server.on('clientError', refuseBytes);
  const address = await listen(server, options.host, options.port);
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${shownHost}:${address.port}`,
    refuse: () => {
      isDraining = true;
    },
    drain: async (timeoutMs) => {
      isDraining = true;
      if (!(await inFlight.empty(timeoutMs))) {
        inFlight.forEach((exchange) => {
          exchange.giveUp(reject(errors.stopping));
        });
        await inFlight.empty(abortGraceMs);
      }
      await untilQuiet(() => arrivals);
      await close(server);
    },
  };
};
