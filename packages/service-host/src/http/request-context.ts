import type { Clock } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { IdempotencyToken, RequestContext } from '../context';
import type { Principal } from '../identity/principal';

/** What a protocol knows about one request. */
export interface ContextSource {
  readonly correlationId: string;
  readonly signal: AbortSignal;
  /** See `RequestContext.deadlineAtMs`. */
  readonly deadlineAtMs: number;
  logger(): Logger;
}

/** What the host found out about a request besides who asks. */
export interface RequestFacts {
  readonly idempotency: IdempotencyToken | undefined;
  readonly expectedVersion?: number | undefined;
  readonly callingService?: string | undefined;
}

/**
 * The context of a use case. Signal and logger are made when first asked for: most requests need
 * neither, and both cost more than everything else in it.
 */
export const requestContext = (
  source: ContextSource,
  principal: Principal,
  clock: Clock,
  facts: RequestFacts,
): RequestContext => {
  let logger: Logger | undefined;
  return {
    companyId: principal.companyId,
    actorId: principal.actorId,
    permissions: principal.permissions,
    credential: principal.credential,
    correlationId: source.correlationId,
    now: clock(),
    deadlineAtMs: source.deadlineAtMs,
    ...(facts.idempotency !== undefined && { idempotency: facts.idempotency }),
    ...(facts.expectedVersion !== undefined && { expectedVersion: facts.expectedVersion }),
    ...(facts.callingService !== undefined && { callingService: facts.callingService }),
    get signal() {
      return source.signal;
    },
    get logger() {
      return (logger ??= source.logger());
    },
  };
};

/** The context of a request in which nobody acts for a company. */
export const bareContext = (
  source: ContextSource,
  clock: Clock,
): Pick<RequestContext, 'correlationId' | 'now' | 'deadlineAtMs' | 'signal' | 'logger'> => ({
  correlationId: source.correlationId,
  now: clock(),
  deadlineAtMs: source.deadlineAtMs,
  signal: source.signal,
  logger: source.logger(),
});
