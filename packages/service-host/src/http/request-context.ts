import type { Clock } from '@accounting/kernel';
import type { Logger } from 'pino';
import type { IdempotencyToken, RequestContext } from '../context';
import type { Principal } from '../identity/access-token';

/** What a protocol knows about one request. */
export interface ContextSource {
  readonly correlationId: string;
  readonly signal: AbortSignal;
  logger(): Logger;
}

/**
 * The context of a use case. Signal and logger are made when first asked for: most requests need
 * neither, and both cost more than everything else in it.
 */
export const requestContext = (
  source: ContextSource,
  principal: Principal,
  clock: Clock,
  facts: {
    readonly idempotency: IdempotencyToken | undefined;
    readonly expectedVersion?: number | undefined;
  },
): RequestContext => {
  let logger: Logger | undefined;
  return {
    companyId: principal.companyId,
    actorId: principal.actorId,
    permissions: principal.permissions,
    correlationId: source.correlationId,
    now: clock(),
    ...(facts.idempotency !== undefined && { idempotency: facts.idempotency }),
    ...(facts.expectedVersion !== undefined && { expectedVersion: facts.expectedVersion }),
    get signal() {
      return source.signal;
    },
    get logger() {
      return (logger ??= source.logger());
    },
  };
};
