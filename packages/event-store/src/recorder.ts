import type { Transaction } from '@accounting/database';
import type { EncodedUnit } from './encoded-unit';
import type { CommitOutcome, InlineProjection } from './port';
import { hopedFor, project, recordUnits } from './recording';

/** Writes units and what follows from them in an open transaction. */
export type RecordInTransaction = (transaction: Transaction) => Promise<readonly CommitOutcome[]>;

/** Runs a transaction that records units; a second time when one was refused in the first. */
export type Recorder = (
  units: readonly EncodedUnit[],
  transact: (record: RecordInTransaction) => Promise<readonly CommitOutcome[]>,
) => Promise<readonly CommitOutcome[]>;

/** Undoes a transaction whose projections were written for a unit that was then refused. */
const hopedInVain = new Error('a unit was refused whose projections were written already');

const isRefused = ({ status }: CommitOutcome): boolean => status !== 'committed';

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
    (units: readonly EncodedUnit[]): RecordInTransaction =>
    async (transaction) => {
      const outcomes = await recordUnits(transaction, units);
      await project(transaction, outcomes, projections);
      isHopeful = !outcomes.some(isRefused);
      return outcomes;
    };

  const atOnce =
    (units: readonly EncodedUnit[]): RecordInTransaction =>
    async (transaction) => {
      const hoped = units.map(hopedFor);
      const [recorded, projected] = await Promise.allSettled([
        recordUnits(transaction, units, hoped),
        project(transaction, hoped, projections),
      ]);
      if (recorded.status === 'rejected') throw recorded.reason;
      if (recorded.value.some(isRefused)) {
        isHopeful = false;
        throw hopedInVain;
      }
      if (projected.status === 'rejected') throw projected.reason;
      return recorded.value;
    };

  return async (units, transact) => {
    if (!isHopeful) return transact(stepByStep(units));
    try {
      return await transact(atOnce(units));
    } catch (failure) {
      if (failure !== hopedInVain) throw failure;
      return transact(stepByStep(units));
    }
  };
};
