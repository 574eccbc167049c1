import { DomainError, reject, type CompanyId } from '@accounting/kernel';
import { takeBatch, type Batched, type Waiting } from './batch';
import type { EncodedUnit } from './encoded-unit';
import { eventStoreErrors } from './errors';
import type { EventStoreLimits } from './limits';
import type { CommitOutcome } from './port';

/** Commits units in one transaction: all outcomes, or a rejection and nothing recorded. */
export type CommitBatch = (units: readonly EncodedUnit[]) => Promise<readonly CommitOutcome[]>;

export interface CommitQueue {
  /** Resolves with the unit's own outcome; rejects with its own failure. */
  submit(unit: EncodedUnit): Promise<CommitOutcome>;
}

/** What became of one unit of a batch. */
type Settled = { readonly outcome: CommitOutcome } | { readonly failure: unknown };

interface Options {
  readonly limits: EventStoreLimits;
  readonly commitBatch: CommitBatch;
  readonly isLostRace: (error: unknown) => boolean;
}

/**
 * Group commit. A lane commits whatever waits as soon as its previous commit has returned: an idle
 * store adds no delay, a busy one shares each flush to disk among many requests.
 */
export const createCommitQueue = (options: Options): CommitQueue => {
  const { limits } = options;
  const load = { units: 0, bytes: 0 };
  const lanes = Array.from({ length: limits.lanes }, () => createLane(options));

  const submit = async (unit: EncodedUnit): Promise<CommitOutcome> => {
    const isFull =
      load.units >= limits.queueUnitsMax ||
      (load.units > 0 && load.bytes + unit.bytes > limits.queueBytesMax);
    if (isFull) throw reject(eventStoreErrors.queueFull, { waiting: load.units });
    load.units += 1;
    load.bytes += unit.bytes;
    try {
      return await lanes[laneOf(unit.unit.companyId, limits.lanes)]!.submit(unit);
    } finally {
      load.units -= 1;
      load.bytes -= unit.bytes;
    }
  };
  return { submit };
};

/** The end of a UUID is random, so companies spread evenly. */
const laneOf = (companyId: CompanyId, lanes: number): number =>
  Number.parseInt(companyId.slice(-6), 16) % lanes;

const createLane = (options: Options): CommitQueue => {
  let waiting: readonly Waiting[] = [];
  let arriving: Waiting[] = [];
  let isRunning = false;

  const run = async (): Promise<void> => {
    while (waiting.length + arriving.length > 0) {
      const { batch, rest } = takeBatch([...waiting, ...arriving], options.limits);
      arriving = [];
      waiting = rest;
      const settled = await commitOrSplit(
        batch.map(({ leader }) => leader.unit),
        options,
      );
      const again = batch.flatMap((batched, index) => answer(batched, settled[index]!));
      waiting = [...again, ...waiting];
    }
    isRunning = false;
  };

  return {
    submit: (unit) =>
      new Promise((resolve, reject) => {
        arriving.push({ unit, resolve, reject });
        if (isRunning) return;
        isRunning = true;
        // Not at once, so that units submitted in the same turn share the first commit.
        queueMicrotask(() => void run());
      }),
  };
};

/**
 * Commits a batch; when it fails for a reason of one unit, finds that unit by halving, so that the
 * failure is its own and the others are recorded.
 */
const commitOrSplit = async (
  units: readonly EncodedUnit[],
  options: Options,
  raceRetries = 0,
): Promise<Settled[]> => {
  try {
    return (await options.commitBatch(units)).map((outcome) => ({ outcome }));
  } catch (failure) {
    if (failsEverybody(failure)) return units.map(() => ({ failure }));
    if (units.length > 1) {
      const middle = units.length >> 1;
      const first = await commitOrSplit(units.slice(0, middle), options);
      return [...first, ...(await commitOrSplit(units.slice(middle), options))];
    }
    if (!options.isLostRace(failure)) return [{ failure }];
    if (raceRetries < options.limits.raceRetriesMax) {
      return commitOrSplit(units, options, raceRetries + 1);
    }
    return [{ failure: new DomainError(eventStoreErrors.contention, { cause: failure }) }];
  }
};

/** The database is at fault, so trying units one by one would only make everybody wait longer. */
const failsEverybody = (failure: unknown): boolean =>
  failure instanceof DomainError &&
  (failure.kind === 'unavailable' || failure.kind === 'deadline_exceeded');

/** Tells the leader and, where it is known, its followers; returns who must be tried again. */
const answer = ({ leader, followers }: Batched, settled: Settled): readonly Waiting[] => {
  if ('failure' in settled) leader.reject(settled.failure);
  else leader.resolve(settled.outcome);
  return followers.filter((follower) => !answerFollower(leader.unit, follower, settled));
};

const answerFollower = (leader: EncodedUnit, follower: Waiting, settled: Settled): boolean => {
  const claim = leader.unit.idempotency;
  const isSameRequest = follower.unit.unit.idempotency?.requestHash === claim?.requestHash;
  if ('failure' in settled) {
    if (!isSameRequest && !failsEverybody(settled.failure)) return false;
    follower.reject(settled.failure);
    return true;
  }
  const { outcome } = settled;
  if (claim === undefined || (outcome.status !== 'committed' && outcome.status !== 'replayed')) {
    return false;
  }
  follower.resolve(
    isSameRequest
      ? {
          status: 'replayed',
          answer: outcome.status === 'replayed' ? outcome.answer : claim.answer,
        }
      : { status: 'key_reused' },
  );
  return true;
};
