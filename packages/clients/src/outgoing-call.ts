import { DomainError } from '@accounting/kernel';
import { clientErrors } from './errors';

/** What one call of another service is made with, besides the request itself. */
export interface OutgoingCall {
  /** Milliseconds since 1970 until which somebody waits for us; `Infinity` when nobody does. */
  readonly deadlineAtMs: number;
  /** Gives the call up; its reason, when that is a `DomainError`, is what the call fails with. */
  readonly signal: AbortSignal;
  /** Who asks and under which correlation id, as the callee's host reads it. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Required by methods that are not `NO_SIDE_EFFECTS`: the same for each repetition of the same
   * intention, and for nothing else.
   */
  readonly idempotencyKey?: string;
}

/** What a call fails with once its signal has aborted. */
export const givenUp = (signal: AbortSignal): DomainError =>
  signal.reason instanceof DomainError
    ? signal.reason
    : new DomainError(clientErrors.cancelled, { cause: signal.reason });
