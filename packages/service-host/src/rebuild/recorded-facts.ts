import { setTimeout as sleep } from 'node:timers/promises';
import type { CommittedEvent, EventLog, Position } from '@accounting/event-store';
import { reject } from '@accounting/kernel';
import { errors } from '../errors';

/** How to read all facts of a frozen log. */
export interface FactsToRead {
  readonly eventLog: EventLog;
  /** How many facts there are. */
  readonly total: number;
  /** How long to wait for a transaction that hides facts. */
  readonly patienceMs: number;
  readonly report: (sentence: string) => void;
}

const factsAtOnce = 500;
const retryIntervalMs = 100;

/** The log shows nothing that was recorded after a transaction began that still runs. */
const readNext = async (
  { eventLog, patienceMs, report }: FactsToRead,
  after: Position | undefined,
): Promise<readonly CommittedEvent[]> => {
  for (let waitedMs = 0; waitedMs <= patienceMs; waitedMs += retryIntervalMs) {
    const events = await eventLog.readCommitted(after, factsAtOnce);
    if (events.length > 0) return events;
    if (waitedMs === 0) report('Waiting for a transaction on this server that hides facts.');
    await sleep(retryIntervalMs);
  }
  throw reject(errors.factsHidden, { patienceMs });
};

/**
 * Every fact of every company, in the order in which they became visible. Their number says when
 * all have been read: that the log shows no more does not. Fails with kind `failed_precondition`
 * when a transaction hides facts for longer than the patience lasts.
 */
export async function* recordedFacts(
  facts: FactsToRead,
): AsyncGenerator<readonly CommittedEvent[]> {
  const { total, report } = facts;
  let after: Position | undefined;
  for (let count = 0; count < total;) {
    const events = await readNext(facts, after);
    yield events;
    after = events.at(-1)?.position;
    count += events.length;
    report(`${count} of ${total} facts (${Math.floor((count / total) * 100)} %).`);
  }
}
