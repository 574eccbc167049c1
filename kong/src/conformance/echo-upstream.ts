import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A header by which a request is found again behind the gateway. */
export const caseHeader = 'x-conformance-case';
/** A header by which a request chooses what the upstream does with it; see `acts`. */
export const actHeader = 'x-conformance-act';

/** A request as it came out of the gateway. */
export interface SeenRequest {
  /** The service whose address was asked. */
  readonly service: string;
  readonly caseId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  /** Bytes of the body so far. */
  bytes: number;
  hasWholeBody: boolean;
  wasAborted: boolean;
  /** Ends an answer that was begun by the act `trickle`. */
  release: () => void;
}

type Act = (response: ServerResponse, seen: SeenRequest, earlier: number) => void;

const echo: Act = (response, { service, method, url, rawHeaders, bytes }) => {
  const body = JSON.stringify({ service, method, url, rawHeaders, bytes });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};

/** The first part of every answer that comes in two. */
export const firstPart = 'the first part;';

/** What the upstream does once it has the whole body. */
const acts: Readonly<Record<string, Act>> = {
  echo,
  unavailable: (response) => response.writeHead(503).end('unavailable'),
  hang: () => undefined,
  drop: (response) => response.socket?.destroy(),
  'drop-once': (response, seen, earlier) => {
    if (earlier === 0) response.socket?.destroy();
    else echo(response, seen, earlier);
  },
  half: (response) => {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write(firstPart, () => setTimeout(() => response.socket?.destroy(), 20));
  },
  'half-chunked': (response) => {
    response.writeHead(200);
    response.write(firstPart, () => setTimeout(() => response.socket?.destroy(), 20));
  },
  trickle: (response, seen) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write(firstPart);
    seen.release = () => response.end('the last part');
  },
  empty: (response) => response.writeHead(204).end(),
  'not-modified': (response) => response.writeHead(304, { etag: '"7"' }).end(),
  'own-headers': (response) =>
    response
      .writeHead(200, {
        'x-frame-options': 'SAMEORIGIN',
        'content-security-policy': "default-src 'self'",
        'set-cookie': ['one=1', 'two=2'],
        connection: 'x-between-neighbours',
        'x-between-neighbours': 'yes',
      })
      .end('own'),
};

/** What only reads a body that it must not wait for. */
const early = 'early';

const countBody = (request: IncomingMessage, seen: SeenRequest): void => {
  request.on('data', (chunk: Buffer) => (seen.bytes += chunk.length));
  request.on('end', () => (seen.hasWholeBody = true));
  request.on('error', () => (seen.wasAborted = true));
};

const open = (server: Server, host: string): Promise<number> =>
  new Promise((resolve, fail) => {
    server.once('error', fail);
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });

/** The services behind the gateway: each answers with what it was asked. */
export class EchoUpstream {
  private readonly servers: Server[] = [];
  private readonly all: SeenRequest[] = [];
  private malformed = 0;

  /** Listens on the address of one network, or on `0.0.0.0`. */
  constructor(private readonly host: string) {}

  /** Opens a port for each service; the result has them by the services' names. */
  async open(services: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const ports = await Promise.all(
      services.map(async (service) => {
        const server = createServer((request, response) => this.handle(service, request, response));
        server.keepAliveTimeout = 120_000;
        server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
          // A request that breaks off is none that was malformed.
          const isCut = error.code === 'HPE_INVALID_EOF_STATE';
          if (error.code?.startsWith('HPE_') === true && !isCut) this.malformed += 1;
          socket.destroy();
        });
        this.servers.push(server);
        return [service, await open(server, this.host)] as const;
      }),
    );
    return new Map(ports);
  }

  /** A port at which nobody listens. */
  async closedPort(): Promise<number> {
    const server = createServer();
    const port = await open(server, this.host);
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** The requests of a case, in the order in which they came. */
  seen(caseId: string): readonly SeenRequest[] {
    return this.all.filter((request) => request.caseId === caseId);
  }

  /** Every request whose path contains a text, of whatever case. */
  seenAt(part: string): readonly SeenRequest[] {
    return this.all.filter(({ url }) => url.includes(part));
  }

  /** How often the gateway sent what is no HTTP. */
  get malformedCount(): number {
    return this.malformed;
  }

  async close(): Promise<void> {
    await Promise.all(
      this.servers.map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  }

  private handle(service: string, request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers, rawHeaders } = request;
    const caseId = String(headers[caseHeader] ?? '');
    const act = String(headers[actHeader] ?? 'echo');
    const earlier = this.seen(caseId).length;
    const seen: SeenRequest = {
      ...{ service, caseId, method, url, headers, rawHeaders },
      ...{ bytes: 0, hasWholeBody: false, wasAborted: false, release: () => undefined },
    };
    this.all.push(seen);
    countBody(request, seen);
    response.on('close', () => {
      if (!response.writableFinished) seen.wasAborted = true;
    });
    if (act === early) echo(response, seen, earlier);
    else request.on('end', () => (acts[act] ?? echo)(response, seen, earlier));
  }
}
