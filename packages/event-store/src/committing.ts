import { DomainError } from '@accounting/kernel';
import type { EncodedUnit } from './encoded-unit';
import { eventStoreErrors } from './errors';
import type { CommitOutcome } from './port';
import { isLostRace } from './recording';

/** Commits units in one transaction: all outcomes in their order, or a rejection and nothing. */
export type CommitBatch = (units: readonly EncodedUnit[]) => Promise<readonly CommitOutcome[]>;

/** What became of one unit of a batch. */
export type Settled = { readonly outcome: CommitOutcome } | { readonly failure: unknown };

/**
 * Commits a batch; when it fails for a reason of one unit, finds that unit by halving, so that the
 * failure is its own and the others are recorded. Never rejects.
 */
export const commitOrSplit = async (
  units: readonly EncodedUnit[],
  commitBatch: CommitBatch,
  raceRetriesMax: number,
): Promise<Settled[]> => {
  try {
    return (await commitBatch(units)).map((outcome) => ({ outcome }));
  } catch (failure) {
    if (failsEverybody(failure)) return units.map(() => ({ failure }));
    if (units.length > 1) {
      const middle = units.length >> 1;
      const first = await commitOrSplit(units.slice(0, middle), commitBatch, raceRetriesMax);
      const second = await commitOrSplit(units.slice(middle), commitBatch, raceRetriesMax);
      return [...first, ...second];
    }
    if (!isLostRace(failure)) return [{ failure }];
    if (raceRetriesMax > 0) return commitOrSplit(units, commitBatch, raceRetriesMax - 1);
    return [{ failure: new DomainError(eventStoreErrors.contention, { cause: failure }) }];
  }
};

/** Runs a transaction again, from its beginning, when it lost a race against another process. */
export const retryingRaces = async <Result>(
  raceRetriesMax: number,
  transact: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await transact();
  } catch (failure) {
    if (!isLostRace(failure)) throw failure;
    if (raceRetriesMax > 0) return retryingRaces(raceRetriesMax - 1, transact);
    throw new DomainError(eventStoreErrors.contention, { cause: failure });
  }
};

/** The database is at fault, so trying units one by one would only make everybody wait longer. */
export const failsEverybody = (failure: unknown): boolean =>
  isOutage(failure) || (failure instanceof DomainError && failure.kind === 'deadline_exceeded');

/** Nothing can be committed now. */
export const isOutage = (failure: unknown): boolean =>
  failure instanceof DomainError && failure.kind === 'unavailable';
