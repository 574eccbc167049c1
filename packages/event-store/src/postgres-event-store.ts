import type { Database, Transaction } from '@accounting/database';
import { invariant } from '@accounting/kernel';
import { createCommitInParts } from './commit-in-parts';
import { createCommitQueue } from './commit-queue';
import { createCommitTogether } from './commit-together';
import { retryingRaces } from './committing';
import { companiesOf } from './encoded-unit';
import { holdMarker, movedOn } from './held-marker';
import { defaultLimits, type EventStoreLimits } from './limits';
import type { CommitUnit, EventStore, InlineProjection, OutcomeAlone } from './port';
import { createPostgresReads } from './postgres-reads';
import type { RecentEvents } from './recent-events';
import { createRecorder } from './recorder';
import { project, recordUnits } from './recording';
import { createTurns } from './turns';
import { createUnitEncoder } from './unit-encoder';

/** What a store on PostgreSQL needs. */
export interface PostgresEventStoreOptions {
  /**
   * With the service's role. Besides those for reads its pool needs a connection for each lane, one
   * for each company with bulk work, and `togetherAheadMax`.
   */
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
  const queue = createCommitQueue(limits, (units) =>
    record(units, (write) =>
      database.write(companiesOf(units), async (transaction) => {
        const outcomes = await write(transaction);
        recentEvents?.keep(units, outcomes);
        return outcomes;
      }),
    ),
  );

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

    commitTogether: createCommitTogether({
      database,
      inlineProjections,
      limits,
      encodeInTurns,
      inTurn,
      recentEvents,
    }),

    commitInParts: createCommitInParts({ database, limits, encodeInTurns }),

    commitAlone: (held, decide) => {
      const commit = () =>
        database.write([held.companyId], async (transaction) => {
          const isCurrent = await holdMarker(transaction, held);
          return isCurrent ? recordDecided(transaction, await decide(transaction)) : movedOn(held);
        });
      // In turn, so that a company that waits for itself waits on one connection only. Nobody
      // prepares behind it: who holds the marker and waits for this could not be waited for.
      return inTurn(held.companyId, async ({ come }) => {
        await come;
        return retryingRaces(limits.raceRetriesMax, commit);
      });
    },
  };
};
