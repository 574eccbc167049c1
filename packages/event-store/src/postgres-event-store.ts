import type { Database, Transaction } from '@accounting/database';
import { DomainError, type CompanyId } from '@accounting/kernel';
import { splitIntoWaves } from './batch';
import { createCommitQueue } from './commit-queue';
import { encodeUnit, type EncodedUnit } from './encoded-unit';
import { eventStoreErrors } from './errors';
import { defaultLimits, type EventStoreLimits } from './limits';
import type { CommitOutcome, EventStore, InlineProjection } from './port';
import { createPostgresReads } from './postgres-reads';
import { isLostRace, project, recordUnits } from './recording';

/** What a store on PostgreSQL needs. */
export interface PostgresEventStoreOptions {
  /** With the service's role; its pool needs a connection for each lane besides those for reads. */
  readonly database: Database;
  readonly inlineProjections: readonly InlineProjection<Transaction>[];
  readonly limits?: Partial<EventStoreLimits>;
}

/** The event store on PostgreSQL, with group commit. */
export const createPostgresEventStore = (
  options: PostgresEventStoreOptions,
): EventStore<Transaction> => {
  const { database, inlineProjections } = options;
  const limits = { ...defaultLimits, ...options.limits };
  let unitsEncoded = 0;

  const queue = createCommitQueue({
    limits,
    isLostRace,
    commitBatch: (units) =>
      database.write(companiesOf(units), async (transaction) => {
        const outcomes = await recordUnits(transaction, units);
        await project(transaction, outcomes, inlineProjections);
        return outcomes;
      }),
  });

  const commitAll = (
    units: readonly EncodedUnit[],
    alongside: (transaction: Transaction, outcomes: readonly CommitOutcome[]) => Promise<void>,
  ): Promise<readonly CommitOutcome[]> =>
    database.write(companiesOf(units), async (transaction) => {
      const outcomes: CommitOutcome[] = [];
      for (const wave of splitIntoWaves(units, limits.togetherUnitsMax)) {
        outcomes.push(...(await recordUnits(transaction, wave)));
      }
      await project(transaction, outcomes, inlineProjections);
      await alongside(transaction, outcomes);
      return outcomes;
    });

  return {
    ...createPostgresReads(database),
    commit: async (unit) => queue.submit(encodeUnit(unit, (unitsEncoded += 1))),
    commitTogether: async (units, alongside) => {
      const encoded = units.map((unit) => encodeUnit(unit, (unitsEncoded += 1)));
      return retryingRaces(limits.raceRetriesMax, () => commitAll(encoded, alongside));
    },
  };
};

const companiesOf = (units: readonly EncodedUnit[]): readonly CompanyId[] => [
  ...new Set(units.map(({ unit }) => unit.companyId)),
];

const retryingRaces = async <Result>(
  retriesMax: number,
  attempt: () => Promise<Result>,
): Promise<Result> => {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLostRace(error)) throw error;
      if (retries >= retriesMax) {
        throw new DomainError(eventStoreErrors.contention, { cause: error });
      }
    }
  }
};
