import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { DomainError, reject } from '@accounting/kernel';
import type { Logger } from 'pino';
import { toDomainError } from '../error-table';
import { errors } from '../errors';
import type { Principal } from '../identity/principal';
import type { Endpoint } from './endpoint';
import { dropRest, lingerThenClose, mustCloseAfter } from './connection';
import { problemHeaders, problemOf } from './problem';
import { correlationIdFrom } from './request-headers';
import { jsonSecurityHeaders, type FlatHeaders } from './security-headers';

/** What all requests of one server share. */
export interface ExchangeSurroundings {
  readonly logger: Logger;
  readonly unmatched: Endpoint;
  readonly bodyLimitBytes: number;
  readonly isDraining: () => boolean;
  readonly ended: (exchange: Exchange) => void;
}

interface Content {
  readonly type: string;
  readonly body: string;
  /** Instead of those of a JSON answer. */
  readonly securityHeaders?: FlatHeaders;
}

const clientGoneStatus = 499;
const noHeaders: FlatHeaders = [];

/** An answer of "not modified" speaks of the content that the caller has. */
const contentHeaders = (status: number, { type, body }: Content): FlatHeaders =>
  status === 304
    ? noHeaders
    : ['Content-Type', type, 'Content-Length', String(Buffer.byteLength(body))];

/**
 * One request and its answer. Whatever happens (an answer, an error, a timeout, a client that went
 * away) it is answered at most once, and leaves one log line and one measurement.
 */
export class Exchange {
  readonly correlationId: string;
  endpoint: Endpoint;
  principal: Principal | undefined;
  /** See `RequestContext.deadlineAtMs`. */
  deadlineAtMs = Infinity;
  private readonly startedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private controller: AbortController | undefined;
  private abortReason: DomainError | undefined;
  private isAnswered = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    private readonly surroundings: ExchangeSurroundings,
  ) {
    this.endpoint = surroundings.unmatched;
    this.correlationId = correlationIdFrom(request.headers['x-correlation-id']);
    response.on('close', () => {
      this.closed();
    });
  }

  /**
   * Aborted when the client goes away, time is up, or the service stops. Made when first asked for.
   */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.abortReason !== undefined) this.controller.abort(this.abortReason);
    }
    return this.controller.signal;
  }

  /** True when the service is stopping and this is work that another instance should do. */
  get isRefused(): boolean {
    return !this.endpoint.isTechnical && this.surroundings.isDraining();
  }

  get path(): string {
    const url = this.request.url ?? '/';
    const end = url.indexOf('?');
    return end === -1 ? url : url.slice(0, end);
  }

  /** A logger that names the request, the company and the actor. */
  logger(): Logger {
    return this.surroundings.logger.child({
      correlationId: this.correlationId,
      ...(this.principal && {
        companyId: this.principal.companyId,
        actorId: this.principal.actorId,
      }),
    });
  }

  /**
   * Gives the request so long; then it is answered with 504 and its work is told to stop. Its work
   * begins when the body has been read: before that the sender was too slow, which is 408.
   */
  limitTime(timeoutMs: number): void {
    this.deadlineAtMs = Date.now() + timeoutMs;
    this.timer = setTimeout(() => {
      const error = this.request.complete ? errors.requestTimedOut : errors.bodyTimedOut;
      this.giveUp(reject(error, { timeoutMs }));
    }, timeoutMs);
  }

  /** Answers with an error now and tells the work to stop. */
  giveUp(error: DomainError): void {
    this.abort(error);
    this.fail(error);
  }

  /** Answers with JSON that is already text. Without effect when the request has been answered. */
  answer(
    status: number,
    json: string,
    headers: FlatHeaders = noHeaders,
    securityHeaders: FlatHeaders = jsonSecurityHeaders,
  ): void {
    if (this.isAnswered) return;
    const type = 'application/json; charset=utf-8';
    this.send(status, { type, body: json, securityHeaders }, headers);
    this.record(status);
  }

  /** Answers with a page of the host itself. */
  answerPage(page: { readonly status: number } & Content): void {
    if (this.isAnswered) return;
    this.send(page.status, page, noHeaders);
    this.record(page.status);
  }

  /** Answers with a problem. What nobody foresaw is logged in full and answered without detail. */
  fail(thrown: unknown, headers: FlatHeaders = noHeaders): void {
    if (this.isAnswered) return;
    const error = toDomainError(thrown);
    const problem = problemOf(error, {
      path: this.path,
      correlationId: this.correlationId,
      hasIfMatch: this.request.headers['if-match'] !== undefined,
    });
    const all = [...problemHeaders(error, problem.status), ...headers];
    const content = { type: 'application/problem+json', body: JSON.stringify(problem) };
    this.send(problem.status, content, all);
    this.record(problem.status, error);
  }

  private send(status: number, content: Content, headers: FlatHeaders): void {
    const { body } = content;
    this.isAnswered = true;
    clearTimeout(this.timer);
    // Who was too slow to send the body is not waited for any longer.
    const limitBytes = this.abortReason === undefined ? this.surroundings.bodyLimitBytes : 0;
    const leavesBody = mustCloseAfter(this.request, limitBytes);
    const isClosing = leavesBody || this.surroundings.isDraining();
    this.response.writeHead(status, [
      ...(content.securityHeaders ?? jsonSecurityHeaders),
      ...contentHeaders(status, content),
      'X-Correlation-ID',
      this.correlationId,
      ...(isClosing ? ['Connection', 'close'] : noHeaders),
      ...headers,
    ]);
    if (leavesBody) {
      lingerThenClose(this.request, this.response, body);
    } else {
      this.response.end(body);
      dropRest(this.request);
    }
  }

  private abort(reason: DomainError): void {
    this.abortReason ??= reason;
    this.controller?.abort(reason);
  }

  private closed(): void {
    clearTimeout(this.timer);
    if (!this.isAnswered) {
      this.isAnswered = true;
      // Files are sent by express itself and only measured here.
      const isServed = this.response.writableFinished;
      this.abort(new DomainError(errors.requestTimedOut, { message: 'The client went away.' }));
      this.record(isServed ? this.response.statusCode : clientGoneStatus);
    }
    this.surroundings.ended(this);
  }

  private record(status: number, error?: DomainError): void {
    const durationMs = performance.now() - this.startedAt;
    this.endpoint.observe(this.request.method ?? '', status, durationMs / 1_000);
    const line = {
      correlationId: this.correlationId,
      companyId: this.principal?.companyId,
      actorId: this.principal?.actorId,
      method: this.request.method,
      route: this.endpoint.pattern,
      status,
      durationMs: Math.round(durationMs * 1_000) / 1_000,
      ...(error && { code: error.code }),
    };
    const { logger } = this.surroundings;
    // A page may say 503 of the service: that it is not ready has then been answered well.
    const isFailure = status >= 500 && error !== undefined;
    if (isFailure) logger.error({ ...line, err: error.cause ?? error }, 'request failed');
    else if (this.endpoint.isTechnical) logger.debug(line, 'request');
    else logger.info(line, 'request');
  }
}
