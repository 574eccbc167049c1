import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route, Service } from '@accounting/kong';
import { lingerThenClose, mustCloseAfter } from '@accounting/service-host';
import { errorAnswer, type GatewayAnswer } from './answers';
import { dropHopByHop, HeaderList } from './header-list';

/** Who a request is from, once the jwt plugin has recognised them. */
export interface RecognisedConsumer {
  readonly username: string;
  /** The stable id that Kong would give it. */
  readonly id: string;
  readonly customId: string | undefined;
  /** The key of the credential. */
  readonly credentialKey: string;
}

/** Changes the headers of an answer on its way to the client. */
export type HeaderFilter = (exchange: Exchange, headers: HeaderList) => void;

/** Told once of each answer, for the metrics. */
export type OnAnswered = (exchange: Exchange, status: number, isFromUpstream: boolean) => void;

const version = 'kong/3.9.3';

/** A body that nobody wants is read and dropped while it is no longer than this. */
const dropLimitBytes = 1_048_576;

const ignore = (): void => undefined;

/** The status under which a request is counted whose client went away first; nginx's. */
export const clientClosedStatus = 499;

/** One request on its way through the gateway. It is answered at most once. */
export class Exchange {
  readonly requestId = randomUUID().replaceAll('-', '');
  readonly startedAtMs = performance.now();
  /** What goes upstream; plugins change it. */
  readonly headers: HeaderList;
  /** Normalised; plugins and the upstream see the same. */
  path = '/';
  /** With its question mark; empty when there is none. */
  query = '';
  method: string;
  route: Route | undefined;
  service: Service | undefined;
  consumer: RecognisedConsumer | undefined;
  /** Milliseconds from the request's arrival to its being sent upstream. */
  proxyLatencyMs: number | undefined;
  upstreamLatencyMs: number | undefined;
  /** What plugins want the client to be told besides. */
  readonly answerHeaders = new HeaderList();
  headerFilters: readonly HeaderFilter[] = [];
  /** Bytes that a body of unknown length may have; counted while it passes. */
  bodyBytesMax: number | undefined;
  /** Set by a client that waits for permission to send its body. */
  readonly expectsContinue: boolean;
  private answered = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly onAnswered: OnAnswered,
  ) {
    this.headers = HeaderList.ofRaw(request.rawHeaders);
    this.method = request.method ?? 'GET';
    // Of a client that is gone `close` tells as well; an error nobody hears ends the process.
    response.on('error', ignore);
    this.expectsContinue = request.headers.expect?.toLowerCase() === '100-continue';
  }

  /** True when the body comes in pieces, and its length shows at its end only. */
  get isChunked(): boolean {
    return this.request.headers['transfer-encoding'] !== undefined;
  }

  /**
   * Takes out what is for the gateway alone. Before plugins run: by naming a header in `Connection`
   * nobody may take from upstreams what those say.
   */
  dropNeighbourly(): void {
    dropHopByHop(this.headers);
  }

  get isAnswered(): boolean {
    return this.answered;
  }

  /** The client's address, as the connection has it. */
  get clientAddress(): string {
    const address = this.request.socket.remoteAddress ?? '';
    return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  }

  /** Answers with a message as Kong's core words it. */
  fail(status: number, message: string, headers: readonly string[] = []): void {
    const { accept } = this.request.headers;
    this.answer(errorAnswer(status, message, { requestId: this.requestId, accept }, headers));
  }

  /** Answers without asking the upstream. */
  answer({ status, body, contentType, headers = [] }: GatewayAnswer): void {
    if (this.answered) return;
    const list = HeaderList.ofRaw(headers);
    if (contentType !== undefined) list.add('Content-Type', contentType);
    list.add('Content-Length', String(Buffer.byteLength(body)));
    list.add('Server', version);
    const content = this.method === 'HEAD' ? '' : body;
    const leavesBody = mustCloseAfter(this.request, dropLimitBytes);
    if (leavesBody) list.add('Connection', 'close');
    this.sendHead(status, list, false);
    if (leavesBody) {
      lingerThenClose(this.request, this.response, content);
    } else {
      this.response.end(content);
      this.request.unpipe().resume();
    }
  }

  /** Begins the upstream's answer; its body follows. */
  begin(status: number, headers: HeaderList): void {
    headers.add('Via', `1.1 ${version}`);
    this.sendHead(status, headers, true);
  }

  /** The client went away, or the answer broke off: nothing more can be said. */
  abandon(): void {
    if (!this.answered) {
      this.answered = true;
      this.onAnswered(this, clientClosedStatus, false);
    }
    this.response.destroy();
  }

  private sendHead(status: number, headers: HeaderList, isFromUpstream: boolean): void {
    for (const filter of this.headerFilters) filter(this, headers);
    const extra = this.answerHeaders.toRaw();
    for (let index = 0; index < extra.length; index += 2) {
      headers.set(extra[index] as string, extra[index + 1] as string);
    }
    if (isFromUpstream) {
      headers.set('X-Kong-Upstream-Latency', String(Math.round(this.upstreamLatencyMs ?? 0)));
      headers.set('X-Kong-Proxy-Latency', String(Math.round(this.proxyLatencyMs ?? 0)));
    } else {
      const elapsedMs = Math.round(performance.now() - this.startedAtMs);
      headers.set('X-Kong-Response-Latency', String(elapsedMs));
    }
    headers.set('X-Kong-Request-Id', this.requestId);
    this.response.writeHead(status, headers.toRaw());
    this.answered = true;
    this.onAnswered(this, status, isFromUpstream);
  }
}
