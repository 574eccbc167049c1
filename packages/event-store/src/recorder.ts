import type { Transaction } from '@accounting/database';
import type { EncodedUnit } from './encoded-unit';
import type { CommitOutcome, InlineProjection } from './port';
import { hopedFor, project, recordUnits } from './recording';

/** Writes units and what follows from them in an open transaction. */
export type RecordInTransaction = (transaction: Transaction) => Promise<readonly CommitOutcome[]>;

/**
 * Runs a transaction that records units, groups of them in turn; begins it a second time when a
 * unit was refused in the first.
 */
export type Recorder = (
  groups: readonly (readonly EncodedUnit[])[],
  transact: (record: RecordInTransaction) => Promise<readonly CommitOutcome[]>,
) => Promise<readonly CommitOutcome[]>;

/** Undoes a transaction whose projections were written for a unit that was then refused. */
const hopedInVain = new Error('a unit was refused whose projections were written already');

/**
 * Sends the projections' statements right behind the units instead of waiting for the outcomes,
 * because between two statements PostgreSQL waits for a busy process longer than it works. That
 * hopes that no unit is refused. If one is, everything is undone and done again step by step, and
 * so are the transactions after it, until one passes without a refusal: a client that repeats all
 * its requests does not cost twice the work.
 */
export const createRecorder = (projections: readonly InlineProjection<Transaction>[]): Recorder => {
  let isHopeful = true;

  const stepByStep =
    (groups: readonly (readonly EncodedUnit[])[]): RecordInTransaction =>
    async (transaction) => {
      const refused = await recordGroups(transaction, groups);
      const outcomes = groups.flat().map((unit) => refused.get(unit.number) ?? hopedFor(unit));
      await project(transaction, outcomes, projections);
      isHopeful = refused.size === 0;
      return outcomes;
    };

  const atOnce =
    (groups: readonly (readonly EncodedUnit[])[]): RecordInTransaction =>
    async (transaction) => {
      const hoped = groups.flat().map(hopedFor);
      const [recorded, projected] = await Promise.allSettled([
        recordGroups(transaction, groups),
        project(transaction, hoped, projections),
      ]);
      if (recorded.status === 'rejected') throw recorded.reason;
      if (recorded.value.size > 0) {
        isHopeful = false;
        throw hopedInVain;
      }
      if (projected.status === 'rejected') throw projected.reason;
      return hoped;
    };

  return async (groups, transact) => {
    if (!isHopeful) return transact(stepByStep(groups));
    try {
      return await transact(atOnce(groups));
    } catch (failure) {
      if (failure !== hopedInVain) throw failure;
      return transact(stepByStep(groups));
    }
  };
};

/** The units that were refused, by their numbers. */
const recordGroups = async (
  transaction: Transaction,
  groups: readonly (readonly EncodedUnit[])[],
): Promise<ReadonlyMap<number, CommitOutcome>> => {
  const refused = await Promise.all(groups.map((units) => recordUnits(transaction, units)));
  return new Map(refused.flatMap((group) => [...group]));
};
