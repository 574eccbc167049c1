import type { Service } from '@accounting/kong';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { messages } from '../answers';
import type { Exchange } from '../exchange';
import { dropHopByHop, HeaderList } from '../header-list';
import { BodyTooLong, countedBody } from './counted-body';
import { failureOf } from './upstream-failure';
import { prepareHeaders, upstreamPath } from './upstream-request';
import type { Upstreams } from './upstreams';

type Controller = Dispatcher.DispatchController;

/** nginx tries these again although the upstream may have seen them (RFC 9110, section 9.2.2). */
const idempotentMethods: ReadonlySet<string> = new Set([
  ...['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'],
]);

/** As the upstream sent them: undici's own list takes bytes beyond ASCII for UTF-8. */
const listOf = ({ rawHeaders }: Controller): HeaderList => {
  const raw = Array.isArray(rawHeaders) ? rawHeaders : [];
  const list = HeaderList.ofRaw(raw.map((part) => part.toString('latin1')));
  dropHopByHop(list);
  return list;
};

const hasBody = ({ request }: Exchange): boolean =>
  request.headers['transfer-encoding'] !== undefined ||
  Number(request.headers['content-length'] ?? 0) > 0;

/** One request to the upstream, tried again as often as the service allows and Kong would. */
class Forwarding implements Dispatcher.DispatchHandler {
  private controller: Controller | undefined;
  private attempts = 0;
  private body: Readable | undefined;
  private sentAtMs = 0;

  constructor(
    private readonly exchange: Exchange,
    private readonly service: Service,
    private readonly pool: Dispatcher,
    private readonly path: string,
  ) {}

  start(): void {
    const { exchange } = this;
    exchange.response.on('close', () => {
      if (exchange.response.writableFinished) return;
      exchange.abandon();
      this.controller?.abort(new Error('the client went away'));
      this.body?.destroy();
    });
    if (hasBody(exchange)) this.body = this.openBody();
    this.send();
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    if (this.exchange.response.destroyed) controller.abort(new Error('the client went away'));
  }

  onResponseStart(controller: Controller, status: number): void {
    // Of interim answers only "continue" matters, and that one the gateway gives itself.
    if (status < 200) return;
    const { exchange } = this;
    exchange.upstreamLatencyMs = performance.now() - this.sentAtMs;
    if (exchange.isAnswered) {
      controller.abort(new Error('the request has been answered'));
      return;
    }
    exchange.begin(status, listOf(controller));
    exchange.response.on('drain', () => {
      controller.resume();
    });
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (!this.exchange.response.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.exchange.response.end();
    this.dropRest();
  }

  onResponseError(_controller: Controller | undefined, error: Error): void {
    const { exchange } = this;
    if (exchange.isAnswered) {
      // Half an answer must not look like a whole one.
      if (!exchange.response.writableEnded) exchange.abandon();
      return;
    }
    const failure = failureOf(error);
    if (error instanceof BodyTooLong) exchange.fail(413, messages.tooLarge);
    else if (failure.status === 400) exchange.fail(400, failure.message);
    else if (this.mayTryAgain(failure.isBeforeSending)) this.send();
    else exchange.fail(failure.status, failure.message);
  }

  private send(): void {
    const { exchange, service, body } = this;
    this.attempts += 1;
    this.sentAtMs = performance.now();
    exchange.proxyLatencyMs ??= this.sentAtMs - exchange.startedAtMs;
    this.pool.dispatch(
      {
        path: this.path,
        method: exchange.method,
        headers: exchange.headers.toRaw(),
        body: body ?? null,
        headersTimeout: service.read_timeout,
        bodyTimeout: service.read_timeout,
      },
      this,
    );
  }

  private openBody(): Readable {
    const { exchange } = this;
    if (exchange.expectsContinue) exchange.response.writeContinue();
    return exchange.bodyBytesMax === undefined
      ? exchange.request
      : countedBody(exchange.request, exchange.bodyBytesMax);
  }

  /** What was read of a body cannot be sent again. */
  private mayTryAgain(isBeforeSending: boolean): boolean {
    const { exchange, service, body } = this;
    if (this.attempts > service.retries || exchange.response.destroyed) return false;
    if (body !== undefined && (body.readableDidRead || body.destroyed)) return false;
    return isBeforeSending || idempotentMethods.has(exchange.method);
  }

  /** An upstream may answer before it has read all: the rest is in the way of the next request. */
  private dropRest(): void {
    const { request } = this.exchange;
    if (!request.readableEnded && !request.destroyed) request.unpipe().resume();
  }
}

/** Sends a request to its service and streams the answer back. */
export const forward = (
  exchange: Exchange,
  service: Service,
  matchedPath: string,
  upstreams: Upstreams,
): void => {
  prepareHeaders(exchange, matchedPath);
  const path = upstreamPath(exchange, matchedPath);
  new Forwarding(exchange, service, upstreams.poolFor(service), path).start();
};
