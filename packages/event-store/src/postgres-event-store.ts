import type { Database, Transaction } from '@accounting/database';
import { takeTurns, type CompanyId } from '@accounting/kernel';
import { splitIntoWaves } from './batch';
import { createCommitQueue } from './commit-queue';
import { retryingRaces } from './committing';
import { encodeUnit, type EncodedUnit } from './encoded-unit';
import { defaultLimits, type EventStoreLimits } from './limits';
import type { CommitUnit, EventStore, InlineProjection } from './port';
import { createPostgresReads } from './postgres-reads';
import { createRecorder } from './recorder';
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

  const record = createRecorder(inlineProjections);
  const queue = createCommitQueue(limits, (units) =>
    record([units], (write) => database.write(companiesOf(units), write)),
  );

  const inTurn = createTurns();
  return {
    ...createPostgresReads(database),

    commit: async (unit) => queue.submit(encode(unit)),

    commitTogether: async (units, alongside) => {
      const encoded = await encodeInTurns(units);
      const waves = splitIntoWaves(encoded, limits.togetherUnitsMax);
      const commit = () =>
        record(waves, (write) =>
          database.write(companiesOf(encoded), async (transaction) => {
            const outcomes = await write(transaction);
            await alongside(transaction, outcomes);
            return outcomes;
          }),
        );
      return inTurn(units[0]?.companyId, () => retryingRaces(limits.raceRetriesMax, commit));
    },
  };
};

const companiesOf = (units: readonly EncodedUnit[]): readonly CompanyId[] => [
  ...new Set(units.map(({ unit }) => unit.companyId)),
];
