import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { GatewayCredentials } from '@accounting/kong';

interface Started {
  readonly url: URL;
  stop(): Promise<void>;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens on a free port, or on that of a server that was stopped. */
const start = async (handle: Handle, port = 0): Promise<Started> => {
  const server: Server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${address.port}`),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const hashOf = (content: string): string => createHash('md5').update(content).digest('hex');
const emptyHash = '0'.repeat(32);

/** The Admin API of a Kong, as far as the renderer knows it. */
export interface KongStandIn extends Started {
  /** What was loaded, in order; a text that it had already is not in it. */
  readonly loaded: string[];
  /** Forgets its configuration, as a Kong without a database does when it starts again. */
  restart(): void;
  /** Answers this status to everything; `undefined` to answer as usual. */
  fail(status: number | undefined): void;
}

export const startKong = async (port?: number): Promise<KongStandIn> => {
  const loaded: string[] = [];
  let hash = emptyHash;
  let failure: number | undefined;
  const started = await start(async (request, response) => {
    const body = await text(request);
    if (failure !== undefined) {
      response.writeHead(failure).end('{"message":"quotes shared-secret-of-everybody"}');
    } else if (request.method === 'GET' && request.url === '/status') {
      response.end(JSON.stringify({ configuration_hash: hash }));
    } else if (request.method === 'POST' && request.url === '/config?check_hash=1') {
      const { config } = JSON.parse(body) as { config: string };
      if (hashOf(config) === hash) {
        response.writeHead(304).end();
        return;
      }
      hash = hashOf(config);
      loaded.push(config);
      response.writeHead(201).end('{}');
    } else {
      response.writeHead(404).end();
    }
  }, port);
  return {
    ...started,
    loaded,
    restart: () => {
      hash = emptyHash;
    },
    fail: (status) => {
      failure = status;
    },
  };
};

/** What compliance answers to the renderer. */
export interface ComplianceStandIn extends Started {
  readonly requests: { readonly path: string; readonly token: string; readonly status: number }[];
  say(credentials: unknown): void;
  /** Answers this text, JSON or not. */
  answer(text: string): void;
  fail(status: number | undefined): void;
}

export const startCompliance = async (first: GatewayCredentials): Promise<ComplianceStandIn> => {
  const requests: ComplianceStandIn['requests'] = [];
  let body = JSON.stringify(first);
  let failure: number | undefined;
  const started = await start(async (request, response) => {
    await text(request);
    const etag = `"${hashOf(body)}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    const status = failure ?? (isKnown ? 304 : 200);
    const authorization = String(request.headers['x-service-authorization']);
    requests.push({ path: request.url ?? '', token: authorization, status });
    response.writeHead(status, { etag }).end(status === 200 ? body : undefined);
  });
  return {
    ...started,
    requests,
    say: (credentials) => {
      body = JSON.stringify(credentials);
    },
    answer: (content) => {
      body = content;
    },
    fail: (status) => {
      failure = status;
    },
  };
};

const patienceMs = 10_000;

/** Waits until something holds, and fails when it does not: no test waits in vain for ever. */
export const until = async (holds: () => boolean): Promise<void> => {
  const startedAtMs = Date.now();
  while (!holds()) {
    if (Date.now() - startedAtMs > patienceMs) throw new Error(`waited in vain: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
