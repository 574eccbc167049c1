import { reject } from '@accounting/kernel';
import CircuitBreaker from 'opossum';
import { CallFailure, type Verdict } from './call-failure';
import { clientErrors } from './errors';
import type { BreakerSettings } from './settings';

/** Where a breaker stands; the numbers are those of the metric. */
export const breakerStates = { closed: 0, 'half-open': 1, open: 2 } as const;

/** One of the states of a breaker. */
export type BreakerState = keyof typeof breakerStates;

type Attempt = () => Promise<unknown>;

const verdictOf = (thrown: unknown): Verdict =>
  thrown instanceof CallFailure ? thrown.verdict : 'fails';

/**
 * Leaves a callee alone that fails. Of opossum it uses the counting and the states; what an attempt
 * says of the callee is its verdict:
 *
 * - `works` counts as a success and closes a half-open breaker, also when the callee has refused.
 * - `fails` counts as a failure.
 * - `unknown` is not counted while the breaker is closed, and opens it again when it is half-open:
 *   a probe that was given up has proved nothing.
 *
 * A half-open breaker lets exactly one call through and refuses the others until it has ended, so
 * an attempt must end by itself: opossum's own timeout, which would leave the call running, is off.
 */
export class Breaker {
  private readonly circuit: CircuitBreaker<[Attempt]>;

  constructor(
    settings: BreakerSettings,
    /** The name of the callee, for errors. */
    private readonly callee: string,
    onChange: (state: BreakerState) => void,
  ) {
    this.circuit = new CircuitBreaker((attempt: Attempt) => attempt(), {
      timeout: false,
      resetTimeout: settings.openMs,
      rollingCountTimeout: settings.windowMs,
      rollingCountBuckets: settings.windowBuckets,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      volumeThreshold: settings.callsMin,
      errorThresholdPercentage: settings.failurePercentMax,
      errorFilter: (thrown: unknown) => verdictOf(thrown) === 'works',
    });
    this.circuit.on('open', () => {
      onChange('open');
    });
    this.circuit.on('halfOpen', () => {
      onChange('half-open');
    });
    this.circuit.on('close', () => {
      onChange('closed');
    });
  }

  /** Fails with kind `unavailable` while the breaker is open, before anything is waited for. */
  requireNotOpen(): void {
    if (this.circuit.opened) throw this.refusal();
  }

  /**
   * The outcome of the attempt; it must fail with `CallFailure`. Fails with kind `unavailable`, at
   * once and without an attempt, while the breaker is open or another call is its probe.
   */
  run<Result>(attempt: () => Promise<Result>): Promise<Result> {
    return this.circuit.closed ? this.runCounted(attempt) : this.runAsProbe(attempt);
  }

  /** opossum counts every attempt that it makes, so it is told of an attempt when that is over. */
  private async runCounted<Result>(attempt: () => Promise<Result>): Promise<Result> {
    let result: Result;
    try {
      result = await attempt();
    } catch (thrown) {
      if (verdictOf(thrown) !== 'unknown') {
        await this.count(async () => {
          throw thrown;
        });
      }
      throw thrown;
    }
    await this.count(() => Promise.resolve());
    return result;
  }

  private async count(outcome: () => Promise<unknown>): Promise<void> {
    // What began before the breaker opened is no probe of what has been since.
    if (this.circuit.closed) await this.circuit.fire(outcome).catch(() => undefined);
  }

  private async runAsProbe<Result>(attempt: () => Promise<Result>): Promise<Result> {
    try {
      return (await this.circuit.fire(attempt)) as Result;
    } catch (thrown) {
      if (thrown instanceof Error && CircuitBreaker.isOurError(thrown)) throw this.refusal();
      throw thrown;
    }
  }

  /** Ends its timers; later calls are refused. */
  close(): void {
    this.circuit.shutdown();
  }

  private refusal(): Error {
    const { isShutdown } = this.circuit;
    const definition = isShutdown ? clientErrors.connectionClosed : clientErrors.breakerOpen;
    return reject(definition, { callee: this.callee });
  }
}
