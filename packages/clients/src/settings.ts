/**
 * How this process calls others: every limit of the package, in one place. A test may change single
 * values; services do not, so that all nine behave alike.
 */
export interface ClientSettings {
  /** Milliseconds kept back from the caller's deadline for our own answer. */
  readonly deadlineReserveMs: number;
  /** Milliseconds for a call with one answer, retries included; and until a stream has begun. */
  readonly unaryTimeMaxMs: number;
  /** Milliseconds that a stream of answers may take at most, however slowly it is read. */
  readonly streamTimeMaxMs: number;
  readonly breaker: BreakerSettings;
  readonly retry: RetrySettings;
  readonly bulkhead: BulkheadSettings;
  readonly channel: ChannelSettings;
}

/** When calls of one method of one callee are no longer tried. */
export interface BreakerSettings {
  /** Milliseconds over which calls are counted. */
  readonly windowMs: number;
  /** Parts of the window that are forgotten one by one. */
  readonly windowBuckets: number;
  /** Calls within the window below which the breaker stays closed, whatever fails. */
  readonly callsMin: number;
  /** Percentage of failed calls above which the breaker opens. */
  readonly failurePercentMax: number;
  /**
   * Milliseconds after which an open breaker lets one call through to see. Not less than the
   * window, so that what failed before the opening is not counted again after the closing.
   */
  readonly openMs: number;
  /** Milliseconds that a callee must have been given for its silence to speak against it. */
  readonly fairTimeMs: number;
}

/** Whether and when a call is tried again. */
export interface RetrySettings {
  /** Attempts of one call, the first included. */
  readonly attemptsMax: number;
  /** The longest pause in milliseconds before the second attempt; it doubles for each further. */
  readonly firstPauseMaxMs: number;
  /** The longest pause in milliseconds before any attempt. */
  readonly pauseMaxMs: number;
  /** Retries that each call of a callee earns for all of them. */
  readonly earnedPerCall: number;
  /** Retries that a callee's budget holds at most, and at the start. */
  readonly budgetMax: number;
}

/** How much of this process one callee may take up. */
export interface BulkheadSettings {
  /** Calls in flight to one callee. */
  readonly callsMax: number;
  /** Calls that may wait for one of them to end. */
  readonly waitingMax: number;
  /** Milliseconds that a call waits at most. */
  readonly waitMaxMs: number;
}

/** The one channel to a callee. */
export interface ChannelSettings {
  /** Milliseconds between pings on a connection, also while nobody calls. */
  readonly keepAliveTimeMs: number;
  /** Milliseconds within which a ping must be answered before the connection is given up. */
  readonly keepAliveTimeoutMs: number;
  /** Milliseconds, about, before the first attempt to reach a lost replica again. */
  readonly reconnectFirstMs: number;
  /** Milliseconds, about, between attempts that go on failing. */
  readonly reconnectMaxMs: number;
  /** Milliseconds between two questions to the name service, asked when a connection was lost. */
  readonly resolveAgainMs: number;
  /** Milliseconds in which `ping` wants a connection. */
  readonly pingTimeoutMs: number;
}

/** The settings of every service. */
export const clientSettings: ClientSettings = {
  deadlineReserveMs: 50,
  unaryTimeMaxMs: 10_000,
  streamTimeMaxMs: 600_000,
  breaker: {
    windowMs: 5_000,
    windowBuckets: 5,
    callsMin: 20,
    failurePercentMax: 50,
    openMs: 5_000,
    fairTimeMs: 500,
  },
  retry: {
    attemptsMax: 3,
    firstPauseMaxMs: 50,
    pauseMaxMs: 1_000,
    earnedPerCall: 0.1,
    budgetMax: 10,
  },
  bulkhead: { callsMax: 100, waitingMax: 200, waitMaxMs: 1_000 },
  channel: {
    keepAliveTimeMs: 10_000,
    keepAliveTimeoutMs: 3_000,
    reconnectFirstMs: 200,
    reconnectMaxMs: 1_000,
    resolveAgainMs: 2_000,
    pingTimeoutMs: 800,
  },
};
