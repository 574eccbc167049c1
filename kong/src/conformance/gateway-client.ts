import { request as openRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** Names and values, in the order and spelling in which they are sent. */
export type HeaderPairs = readonly (readonly [string, string])[];

/** What is sent to the gateway. */
export interface GatewayRequest {
  /** GET unless said otherwise. */
  readonly method?: string;
  /** Path and query, sent as they are. */
  readonly path: string;
  /** `Authorization` with this token; none when absent. */
  readonly token?: string | undefined;
  readonly headers?: HeaderPairs;
  readonly body?: string | Buffer;
  /** Sends the body without saying how long it is. */
  readonly isChunked?: boolean;
}

/** What came back. */
export interface GatewayAnswer {
  readonly status: number;
  /** The values under a lower-case name, joined; `undefined` when there is none. */
  header(name: string): string | undefined;
  readonly body: string;
  /** False when the connection broke before the end of the body. */
  readonly isWhole: boolean;
}

const bodyHeaders = ({ body, isChunked = false }: GatewayRequest): HeaderPairs => {
  if (isChunked) return [['Transfer-Encoding', 'chunked']];
  return body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]];
};

/** Every header that is sent, `Host` and framing included unless they are given. */
const allHeaders = (gateway: URL, request: GatewayRequest): [string, string][] => {
  const { headers = [], token } = request;
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const standard: HeaderPairs = [
    ['Host', gateway.host],
    ['Connection', 'close'],
    ...(token === undefined ? [] : ([['Authorization', `Bearer ${token}`]] as const)),
    ...bodyHeaders(request),
  ];
  return [...standard.filter(([name]) => !given.has(name.toLowerCase())), ...headers].map(
    ([name, value]) => [name, value],
  );
};

const read = async (answer: IncomingMessage): Promise<GatewayAnswer> => {
  let body = '';
  let isWhole = true;
  try {
    body = await text(answer);
  } catch {
    isWhole = false;
  }
  return {
    status: answer.statusCode ?? 0,
    header: (name) => {
      const value = answer.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body,
    isWhole,
  };
};

/** A request whose body is still to be written. */
export interface OpenRequest {
  readonly request: ClientRequest;
  /** Reads the whole answer. Rejects when the connection breaks before there is one. */
  readonly readAnswer: () => Promise<GatewayAnswer>;
  /** The head of the answer, before its body has come. */
  readonly head: Promise<IncomingMessage>;
}

/** Begins a request on a connection of its own and leaves its body to the caller. */
export const begin = (gateway: URL, sent: GatewayRequest): OpenRequest => {
  const request = openRequest({
    host: gateway.hostname,
    port: gateway.port,
    agent: false,
    method: sent.method ?? 'GET',
    path: sent.path,
    // Flat, so that node takes them as they are and adds none.
    headers: allHeaders(gateway, sent).flat() as unknown as Record<string, string>,
  });
  const head = new Promise<IncomingMessage>((resolve, fail) => {
    request.on('response', resolve);
    request.on('error', fail);
  });
  // Whoever does not look at it is not told of a broken connection.
  head.catch(() => undefined);
  return { request, head, readAnswer: async () => read(await head) };
};

/** Sends a request and reads the whole answer. Rejects when there is none. */
export const send = (gateway: URL, sent: GatewayRequest): Promise<GatewayAnswer> => {
  const { request, readAnswer } = begin(gateway, sent);
  request.end(sent.body);
  return readAnswer();
};
