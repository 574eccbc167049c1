import type { Transaction } from '@accounting/database';
import type { IncomingMessage } from '../port';
import type { BackOff } from '../timing/back-off';

/** What a service does about the facts of others. */
export interface Consumer {
  /**
   * Its name within the service: `account-totals`. The group `<service>.<name>` keeps how far it
   * has come, so that another name begins with the oldest fact there is.
   */
  readonly name: string;
  readonly topics: readonly string[];
  /**
   * Takes facts of one company, in their order, at least one. What it writes in the transaction is
   * kept together with the note that the facts were handled, so that each takes effect once. It
   * must do nothing outside the transaction, ignore types that it does not know, and may be called
   * again with the same facts after it rejected.
   */
  readonly handle: (transaction: Transaction, facts: readonly IncomingMessage[]) => Promise<void>;
}

/** What becomes of facts that cannot be handled. */
export interface ConsumerSettings {
  /** Waits between attempts at a fact. */
  readonly retry: BackOff;
  /**
   * Attempts at one fact before it is parked as a dead letter. Failures that say they are temporary
   * (`unavailable`, `deadline_exceeded`, `aborted`, `resource_exhausted`) are tried without end.
   */
  readonly attemptCountMax: number;
  /** How often to look for what is due, in milliseconds. */
  readonly lookIntervalMs: number;
  /** Facts of a company that has stalled handled together, once one of them has worked. */
  readonly batchCountMax: number;
}

/** What holds where a service says nothing else. */
export const defaultConsumerSettings: ConsumerSettings = {
  retry: { delayMsMin: 200, delayMsMax: 60_000 },
  attemptCountMax: 10,
  lookIntervalMs: 250,
  batchCountMax: 50,
};
