import type { Database, Transaction } from '@accounting/database';
import { parkFact } from '../dead-letters/parking';
import type { MessagingLogger } from '../logger';
import { backOffDelayMs } from '../timing/back-off';
import { pause } from '../timing/bell';
import type { Consumer, ConsumerSettings } from './consumer';
import { factsOf } from './delivery';
import { failureOf, type Failure } from './failure';
import {
  firstWaiting,
  noteHandled,
  removeWaiting,
  type InboxKey,
  type WaitingMessage,
} from './inbox';
import { dueStalls, lockStall, removeStall, restartStall, saveStall, takeDueStall } from './stalls';

export interface StalledRetriesOptions {
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly consumers: readonly Consumer[];
  readonly settings: ConsumerSettings;
  readonly logger: MessagingLogger;
}

/** Companies tried at the same time, at most. */
const concurrencyMax = 4;

/** How an attempt went. */
type Outcome = 'more' | 'nothing to do' | 'caught up';

class AttemptFailed extends Error {
  constructor(
    readonly waiting: readonly [WaitingMessage, ...WaitingMessage[]],
    override readonly cause: unknown,
  ) {
    super('the attempt failed');
  }
}

const handleWaiting = async (
  transaction: Transaction,
  consumer: Consumer,
  key: InboxKey,
  waiting: readonly [WaitingMessage, ...WaitingMessage[]],
): Promise<void> => {
  const ids = waiting.map(({ fact }) => fact.attributes.id);
  const fresh = await noteHandled(transaction, key, ids);
  const facts = waiting
    .map(({ fact }) => fact)
    .filter(({ attributes }) => fresh.has(attributes.id));
  if (facts.length > 0) await consumer.handle(transaction, facts);
};

const attempt = async (
  transaction: Transaction,
  consumer: Consumer,
  key: InboxKey,
  batchCountMax: number,
): Promise<Outcome> => {
  const stall = await takeDueStall(transaction, key);
  if (stall === undefined) return 'nothing to do';
  const waiting = await firstWaiting(transaction, key, stall.attempts > 0 ? 1 : batchCountMax);
  const [first] = waiting;
  if (first === undefined) {
    // Whoever brings more meanwhile waits for this to be committed, and is not stalled any more.
    await removeStall(transaction, key);
    return 'caught up';
  }
  try {
    await handleWaiting(transaction, consumer, key, [first, ...waiting.slice(1)]);
  } catch (error) {
    throw new AttemptFailed([first, ...waiting.slice(1)], error);
  }
  await removeWaiting(transaction, key, waiting.at(-1)?.place ?? first.place);
  await restartStall(transaction, key);
  return 'more';
};

/** Tries companies that have stalled again when their time has come; any replica may. */
export class StalledRetries {
  private readonly consumers: ReadonlyMap<string, Consumer>;

  constructor(private readonly options: StalledRetriesOptions) {
    this.consumers = new Map(options.consumers.map((consumer) => [consumer.name, consumer]));
  }

  /** Runs until the signal aborts; a database that is away is tried again. */
  async run(signal: AbortSignal): Promise<void> {
    const { backgroundDatabase, settings, logger } = this.options;
    let isFailing = false;
    while (!signal.aborted) {
      try {
        const due = await dueStalls(backgroundDatabase, [...this.consumers.keys()]);
        await this.catchUpAll(due, signal);
        isFailing = false;
      } catch (error) {
        if (!isFailing) logger.warn({ err: error }, 'stalled companies cannot be tried again');
        isFailing = true;
      }
      await pause(settings.lookIntervalMs, signal);
    }
  }

  private async catchUpAll(keys: readonly InboxKey[], signal: AbortSignal): Promise<void> {
    const remaining = [...keys];
    const worker = async (): Promise<void> => {
      for (let key = remaining.shift(); key !== undefined; key = remaining.shift()) {
        await this.catchUp(key, signal);
      }
    };
    await Promise.all(Array.from({ length: concurrencyMax }, worker));
  }

  /** Handles what waits of one company until nothing does, or something fails. */
  private async catchUp(key: InboxKey, signal: AbortSignal): Promise<void> {
    const consumer = this.consumers.get(key.consumer);
    if (consumer === undefined) return;
    const { database, settings, logger } = this.options;
    let outcome: Outcome = 'more';
    while (outcome === 'more' && !signal.aborted) {
      try {
        outcome = await database.write([key.companyId], (transaction) =>
          attempt(transaction, consumer, key, settings.batchCountMax),
        );
      } catch (error) {
        if (!(error instanceof AttemptFailed)) throw error;
        await this.noteFailure(key, error);
        return;
      }
    }
    if (outcome === 'caught up') logger.info({ ...key }, 'company has caught up');
  }

  private async noteFailure(key: InboxKey, { waiting, cause }: AttemptFailed): Promise<void> {
    const { database, logger } = this.options;
    const failure = failureOf(cause);
    const [first] = waiting;
    const parked = await database.write([key.companyId], async (transaction) => {
      const stall = await lockStall(transaction, key);
      // Another replica may have gone on meanwhile.
      const [current] = await firstWaiting(transaction, key, 1);
      if (stall === undefined || current?.place !== first.place) return undefined;
      if (waiting.length > 1) {
        // Which of them it was shows when they are tried one by one, from now on.
        const { reason } = failure;
        await saveStall(transaction, key, { attempts: 1, delayMs: 0, reason });
        return undefined;
      }
      return this.countFailure(transaction, key, { first, failure, attempts: stall.attempts + 1 });
    });
    const facts = { consumer: key.consumer, ...factsOf(first.fact), reason: failure.reason };
    if (parked === true) logger.error(facts, 'fact parked as a dead letter');
    else logger.warn(facts, 'fact failed and will be tried again');
  }

  /** Says whether the fact was parked. */
  private async countFailure(
    transaction: Transaction,
    key: InboxKey,
    failed: { first: WaitingMessage; failure: Failure; attempts: number },
  ): Promise<boolean> {
    const { settings } = this.options;
    const { first, failure, attempts } = failed;
    if (failure.isTemporary || attempts < settings.attemptCountMax) {
      const delayMs = backOffDelayMs(settings.retry, attempts);
      await saveStall(transaction, key, { attempts, delayMs, reason: failure.reason });
      return false;
    }
    await parkFact(transaction, { ...key, failure, attempts }, first.fact);
    await removeWaiting(transaction, key, first.place);
    await restartStall(transaction, key);
    return true;
  }
}
