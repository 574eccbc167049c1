import type { Database, Transaction } from '@accounting/database';
import { takeTurns, type CompanyId } from '@accounting/kernel';
import { splitIntoWaves } from './batch';
import { createCommitQueue } from './commit-queue';
import { retryingRaces } from './committing';
import { encodeUnit, type EncodedUnit } from './encoded-unit';
import { defaultLimits, type EventStoreLimits } from './limits';
import type { CommitOutcome, CommitUnit, EventStore, InlineProjection } from './port';
import { createPostgresReads } from './postgres-reads';
import { project, recordUnits } from './recording';
import { createTurns } from './turns';

/** What a store on PostgreSQL needs. */
export interface PostgresEventStoreOptions {
  /** With the service's role; its pool needs a connection for each lane besides those for reads. */
  readonly database: Database;
  readonly inlineProjections: readonly InlineProjection<Transaction>[];
  readonly limits?: Partial<EventStoreLimits>;
}

/** Encoding a thousand at a stretch would hold up every other request for 20 ms. */
const unitsPerTurn = 50;

/** The event store on PostgreSQL, with group commit. */
export const createPostgresEventStore = (
  options: PostgresEventStoreOptions,
): EventStore<Transaction> => {
  const { database, inlineProjections } = options;
  const limits = { ...defaultLimits, ...options.limits };
  let unitsEncoded = 0;
  const encode = (unit: CommitUnit): EncodedUnit => encodeUnit(unit, (unitsEncoded += 1));

  const encodeInTurns = async (units: readonly CommitUnit[]): Promise<readonly EncodedUnit[]> => {
    const encoded: EncodedUnit[] = [];
    const turn = takeTurns(unitsPerTurn);
    for (const unit of units) {
      encoded.push(encode(unit));
      const pause = turn();
      if (pause !== undefined) await pause;
    }
    return encoded;
  };

  const queue = createCommitQueue(limits, (units) =>
    database.write(companiesOf(units), async (transaction) => {
      const outcomes = await recordUnits(transaction, units);
      await project(transaction, outcomes, inlineProjections);
      return outcomes;
    }),
  );

  const inTurn = createTurns();
  return {
    ...createPostgresReads(database),

    commit: async (unit) => queue.submit(encode(unit)),

    commitTogether: async (units, alongside) => {
      const encoded = await encodeInTurns(units);
      const commit = () =>
        database.write(companiesOf(encoded), async (transaction) => {
          const outcomes: CommitOutcome[] = [];
          for (const wave of splitIntoWaves(encoded, limits.togetherUnitsMax)) {
            outcomes.push(...(await recordUnits(transaction, wave)));
          }
          await project(transaction, outcomes, inlineProjections);
          await alongside(transaction, outcomes);
          return outcomes;
        });
      return inTurn(units[0]?.companyId, () => retryingRaces(limits.raceRetriesMax, commit));
    },
  };
};

const companiesOf = (units: readonly EncodedUnit[]): readonly CompanyId[] => [
  ...new Set(units.map(({ unit }) => unit.companyId)),
];
