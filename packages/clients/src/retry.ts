import { setTimeout as sleep } from 'node:timers/promises';
import { CallFailure } from './call-failure';
import { givenUp } from './outgoing-call';
import type { RetrySettings } from './settings';

/**
 * The retries that all calls of one callee may make together: a callee that fails gets a tenth more
 * calls, not three times as many.
 */
export class RetryBudget {
  private tokens: number;

  constructor(private readonly settings: RetrySettings) {
    this.tokens = settings.budgetMax;
  }

  /** Each call earns a part of a retry. */
  earn(): void {
    this.tokens = Math.min(this.settings.budgetMax, this.tokens + this.settings.earnedPerCall);
  }

  /** Takes one retry out; false when there is none left. */
  spend(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

/** Milliseconds before the attempt after `attempt`, with full jitter; `random` is in [0, 1). */
export const pauseMsAfter = (attempt: number, settings: RetrySettings, random: number): number =>
  random * Math.min(settings.pauseMaxMs, settings.firstPauseMaxMs * 2 ** (attempt - 1));

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {
    throw givenUp(signal);
  });

/** What a call's retries depend on. */
export interface RetryOptions {
  readonly settings: RetrySettings;
  readonly budget: RetryBudget;
  /** Milliseconds since 1970 after which nothing is tried again. */
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
  /** True when the same call may be made twice and may succeed the second time. */
  readonly isWorthRetrying: (failure: CallFailure) => boolean;
  /** Told before each attempt but the first. */
  readonly onRetry: () => void;
}

/**
 * Tries, and tries again as long as failure, attempts, time and budget allow. Fails with the
 * `DomainError` of the last attempt.
 */
export const withRetries = async <Result>(
  options: RetryOptions,
  attempt: () => Promise<Result>,
): Promise<Result> => {
  const { settings, budget, signal } = options;
  budget.earn();
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof CallFailure)) throw thrown;
      const isLast = signal.aborted || count >= settings.attemptsMax;
      if (isLast || !options.isWorthRetrying(thrown)) throw thrown.error;
      const pauseMs = pauseMsAfter(count, settings, Math.random());
      if (Date.now() + pauseMs >= options.deadlineAtMs || !budget.spend()) throw thrown.error;
      await pause(pauseMs, signal);
      options.onRetry();
    }
  }
};
