import { invariant, type CompanyId } from '@accounting/kernel';
import { answer } from './answering';
import { takeBatch, type Waiting } from './batch';
import { commitOrSplit, isOutage, type CommitBatch } from './committing';
import type { EncodedUnit } from './encoded-unit';
import { inFairOrder } from './fair-order';
import type { EventStoreLimits } from './limits';
import type { CommitOutcome } from './port';
import { createQueueLoad } from './queue-load';

export interface CommitQueue {
  /** Resolves with the unit's own outcome; rejects with its own failure. */
  submit(unit: EncodedUnit): Promise<CommitOutcome>;
}

/**
 * Group commit. A lane commits whatever waits as soon as its previous commit has returned: an idle
 * store adds no delay, a busy one shares each flush to disk among many requests.
 */
export const createCommitQueue = (
  limits: EventStoreLimits,
  commitBatch: CommitBatch,
): CommitQueue => {
  const load = createQueueLoad(limits);
  const lanes = Array.from({ length: limits.lanes }, () => createLane(limits, commitBatch));

  const submit = async (unit: EncodedUnit): Promise<CommitOutcome> => {
    const release = load.admit(unit);
    const lane = lanes[laneOf(unit.unit.companyId, lanes.length)];
    invariant(lane !== undefined, 'every company has a lane');
    try {
      return await lane.submit(unit);
    } finally {
      release();
    }
  };
  return { submit };
};

/** The end of a UUID is random, so companies spread evenly. */
const laneOf = (companyId: CompanyId, lanes: number): number =>
  Number.parseInt(companyId.slice(-6), 16) % lanes;

const createLane = (limits: EventStoreLimits, commitBatch: CommitBatch): CommitQueue => {
  let waiting: readonly Waiting[] = [];
  let arriving: Waiting[] = [];
  let isRunning = false;

  const commitNext = async (): Promise<void> => {
    const { batch, rest } = takeBatch(inFairOrder([...waiting, ...arriving]), limits);
    arriving = [];
    waiting = rest;
    const settled = await commitOrSplit(
      batch.map(({ leader }) => leader.unit),
      commitBatch,
      limits.raceRetriesMax,
    );
    const again = batch.flatMap((batched, index) => {
      const result = settled[index];
      invariant(result !== undefined, 'every unit of a batch is settled');
      return answer(batched, result);
    });
    waiting = [...again, ...waiting];
    const outage = settled.find((result) => 'failure' in result && isOutage(result.failure));
    if (outage !== undefined && 'failure' in outage) rejectWaiting(outage.failure);
  };

  /** Trying each batch in turn would let the last ones wait for many timeouts. */
  const rejectWaiting = (outage: unknown): void => {
    const hopeless = [...waiting, ...arriving];
    waiting = [];
    arriving = [];
    for (const { reject } of hopeless) reject(outage);
  };

  const run = async (): Promise<void> => {
    while (waiting.length + arriving.length > 0) await commitNext();
    isRunning = false;
  };

  return {
    submit: (unit) =>
      new Promise((resolve, reject) => {
        arriving.push({
          unit,
          // Telling everybody takes milliseconds; PostgreSQL gets the next batch to work on first.
          resolve: (outcome) => setImmediate(resolve, outcome),
          reject: (failure) => setImmediate(reject, failure),
        });
        if (isRunning) return;
        isRunning = true;
        // Not at once, so that units submitted in the same turn share the first commit.
        queueMicrotask(() => void run());
      }),
  };
};
