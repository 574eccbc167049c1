import type { Database, Transaction } from '@accounting/database';
import { invariant, type CompanyId } from '@accounting/kernel';
import { splitIntoWaves } from './batch';
import { createCommitQueue } from './commit-queue';
import { retryingRaces } from './committing';
import type { EncodedUnit } from './encoded-unit';
import { holdMarker, movedOn } from './held-marker';
import { defaultLimits, type EventStoreLimits } from './limits';
import type { CommitUnit, EventStore, InlineProjection, OutcomeAlone } from './port';
import { createPostgresReads } from './postgres-reads';
import type { RecentEvents } from './recent-events';
import { createRecorder } from './recorder';
import { project, recordInWaves, recordUnits } from './recording';
import { createTurns } from './turns';
import { createUnitEncoder } from './unit-encoder';

/** What a store on PostgreSQL needs. */
export interface PostgresEventStoreOptions {
  /** With the service's role; its pool needs a connection for each lane besides those for reads. */
  readonly database: Database;
  readonly inlineProjections: readonly InlineProjection<Transaction>[];
  readonly limits?: Partial<EventStoreLimits>;
  /** Shared with the event log of the process. */
  readonly recentEvents?: RecentEvents;
}

/** The event store on PostgreSQL, with group commit. */
export const createPostgresEventStore = (
  options: PostgresEventStoreOptions,
): EventStore<Transaction> => {
  const { database, inlineProjections, recentEvents } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { encode, encodeInTurns } = createUnitEncoder();
  const record = createRecorder(inlineProjections);
  const queue = createCommitQueue(limits, async (units) => {
    const outcomes = await record(units, (write) => database.write(companiesOf(units), write));
    recentEvents?.keep(units, outcomes);
    return outcomes;
  });

  const recordDecided = async <Decided extends { readonly unit: CommitUnit }>(
    transaction: Transaction,
    decided: Decided,
  ): Promise<OutcomeAlone<Decided>> => {
    const unit = encode(decided.unit);
    const [outcome] = await recordUnits(transaction, [unit]);
    invariant(outcome !== undefined, 'every unit has an outcome');
    await project(transaction, [outcome], inlineProjections);
    return { decided, outcome };
  };

  const inTurn = createTurns();
  return {
    ...createPostgresReads(database),

    commit: async (unit) => queue.submit(encode(unit)),

    commitTogether: (units, alongside) => {
      // Encoded while those before are written, but it is asking that takes the turn, not being
      // encoded: few units would otherwise overtake the many that they follow.
      const encoding = encodeInTurns(units);
      // A failure is met in its turn; until then it must not count as unhandled.
      encoding.catch(() => undefined);
      return inTurn(units[0]?.companyId, async (turn) => {
        const encoded = await encoding;
        const waves = splitIntoWaves(encoded, limits.togetherUnitsMax);
        const commit = () =>
          database.write(companiesOf(encoded), async (transaction) => {
            const outcomes = await recordInWaves(transaction, waves);
            // Their rows in the read models, which many commits of a company change, only from here
            // on: who waits for a turn must hold nothing that those before it need.
            await turn;
            await project(transaction, outcomes, inlineProjections);
            await alongside(transaction, outcomes);
            return outcomes;
          });
        const outcomes = await retryingRaces(limits.raceRetriesMax, commit);
        recentEvents?.keep(encoded, outcomes);
        return outcomes;
      });
    },

    commitAlone: (held, decide) => {
      const commit = () =>
        database.write([held.companyId], async (transaction) => {
          const isCurrent = await holdMarker(transaction, held);
          return isCurrent ? recordDecided(transaction, await decide(transaction)) : movedOn(held);
        });
      // In turn, so that a company that waits for itself waits on one connection only.
      return inTurn(held.companyId, async (turn) => {
        await turn;
        return retryingRaces(limits.raceRetriesMax, commit);
      });
    },
  };
};

const companiesOf = (units: readonly EncodedUnit[]): readonly CompanyId[] => [
  ...new Set(units.map(({ unit }) => unit.companyId)),
];
