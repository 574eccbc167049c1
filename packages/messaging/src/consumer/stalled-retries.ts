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
  takeTurn,
  tryTurn,
  type InboxKey,
  type WaitingMessage,
} from './inbox';
import { dueStalls, findStall, removeStall, restartStall, saveStall } from './stalls';

export interface StalledRetriesOptions {
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly consumers: readonly Consumer[];
  readonly settings: ConsumerSettings;
  readonly logger: MessagingLogger;
}

/** Companies tried at the same time, at most. */
const concurrencyMax = 4;

/** Time for one company at a stretch: then those get a turn that have become due meanwhile. */
const turnMs = 500;

/** How an attempt went. */
type Outcome = 'more' | 'nothing to do' | 'caught up';

/** What an attempt took up, in the company's order. */
type Tried = readonly [WaitingMessage, ...WaitingMessage[]];

const handleWaiting = async (
  transaction: Transaction,
  consumer: Consumer,
  key: InboxKey,
  waiting: Tried,
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
  key: InboxKey,
  { consumer, batchCountMax }: { readonly consumer: Consumer; readonly batchCountMax: number },
  onTried: (tried: Tried) => void,
): Promise<Outcome> => {
  // Another replica may be at it.
  if (!(await tryTurn(transaction, key))) return 'nothing to do';
  const stall = await findStall(transaction, key);
  if (stall?.isDue !== true) return 'nothing to do';
  const waiting = await firstWaiting(transaction, key, stall.attempts > 0 ? 1 : batchCountMax);
  const [first] = waiting;
  if (first === undefined) {
    // Whoever brings more meanwhile waits for this to be committed, and is not stalled any more.
    await removeStall(transaction, key);
    return 'caught up';
  }
  const tried: Tried = [first, ...waiting.slice(1)];
  onTried(tried);
  await handleWaiting(transaction, consumer, key, tried);
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
      let hasMore = false;
      try {
        const due = await dueStalls(backgroundDatabase, [...this.consumers.keys()]);
        hasMore = await this.catchUpAll(due, signal);
        isFailing = false;
      } catch (error) {
        if (!isFailing) logger.warn({ err: error }, 'stalled companies cannot be tried again');
        isFailing = true;
      }
      if (!hasMore) await pause(settings.lookIntervalMs, signal);
    }
  }

  /** Says whether more can be done at once. */
  private async catchUpAll(keys: readonly InboxKey[], signal: AbortSignal): Promise<boolean> {
    const remaining = [...keys];
    let hasMore = false;
    const worker = async (): Promise<void> => {
      for (let key = remaining.shift(); key !== undefined; key = remaining.shift()) {
        if (await this.catchUp(key, signal)) hasMore = true;
      }
    };
    await Promise.all(Array.from({ length: concurrencyMax }, worker));
    return hasMore;
  }

  /**
   * Handles what waits of one company until nothing does, something fails, or its turn is over:
   * then the answer is true.
   */
  private async catchUp(key: InboxKey, signal: AbortSignal): Promise<boolean> {
    const consumer = this.consumers.get(key.consumer);
    if (consumer === undefined) return false;
    const { database, settings, logger } = this.options;
    const { batchCountMax } = settings;
    const endsAtMs = performance.now() + turnMs;
    let outcome: Outcome = 'more';
    while (outcome === 'more' && !signal.aborted && performance.now() < endsAtMs) {
      let tried: Tried | undefined;
      try {
        outcome = await database.write([key.companyId], (transaction) =>
          attempt(transaction, key, { consumer, batchCountMax }, (waiting) => {
            tried = waiting;
          }),
        );
      } catch (error) {
        // Also what only the commit refused. A database that is away does not take the note either.
        if (tried === undefined) throw error;
        await this.noteFailure(key, tried, error);
        return false;
      }
    }
    if (outcome === 'caught up') logger.info({ ...key }, 'company has caught up');
    return outcome === 'more';
  }

  private async noteFailure(key: InboxKey, waiting: Tried, cause: unknown): Promise<void> {
    const { database, logger } = this.options;
    const failure = failureOf(cause);
    const [first] = waiting;
    const parked = await database.write([key.companyId], async (transaction) => {
      await takeTurn(transaction, key);
      const stall = await findStall(transaction, key);
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
