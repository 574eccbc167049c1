import type { Database, Transaction } from '@accounting/database';
import { splitIntoWaves } from './batch';
import { retryingRaces } from './committing';
import { companiesOf, type EncodedUnit } from './encoded-unit';
import type { EventStoreLimits } from './limits';
import type { CommitOutcome, CommitUnit, EventStore, InlineProjection } from './port';
import type { RecentEvents } from './recent-events';
import { project, recordInWaves } from './recording';
import type { Turn, Turns } from './turns';

interface TogetherOptions {
  readonly database: Database;
  readonly inlineProjections: readonly InlineProjection<Transaction>[];
  readonly limits: EventStoreLimits;
  readonly encodeInTurns: (units: readonly CommitUnit[]) => Promise<readonly EncodedUnit[]>;
  /** By company. */
  readonly inTurn: Turns;
  readonly recentEvents: RecentEvents | undefined;
}

type CommitTogether = EventStore<Transaction>['commitTogether'];

/**
 * Bulk commits. Those of one company take turns for the read models, whose rows they all change;
 * the units of the next are recorded while the one before has its turn, so that PostgreSQL works on
 * both. It locks the marker after the one before has, and nothing else that this one needs:
 * somebody who asks for the marker alone in between waits for both, and neither for them.
 */
export const createCommitTogether = (options: TogetherOptions): CommitTogether => {
  const { database, inlineProjections, limits, encodeInTurns, inTurn, recentEvents } = options;
  const ahead = createAhead(limits.togetherAheadMax);

  const commit = (
    encoded: readonly EncodedUnit[],
    alongside: Parameters<CommitTogether>[1],
    turn: Turn,
  ): Promise<readonly CommitOutcome[]> =>
    ahead(turn, (hasCome) =>
      database.write(companiesOf(encoded), async (transaction) => {
        const waves = splitIntoWaves(encoded, limits.togetherUnitsMax);
        const outcomes = await recordInWaves(transaction, waves);
        turn.letNextPrepare();
        await hasCome();
        await project(transaction, outcomes, inlineProjections);
        await alongside(transaction, outcomes);
        recentEvents?.keep(encoded, outcomes);
        return outcomes;
      }),
    );

  return (units, alongside) => {
    // Encoded while those before are written, but it is asking that takes the turn, not being
    // encoded: few units would otherwise overtake the many that they follow.
    const encoding = encodeInTurns(units);
    // A failure is met in its turn; until then it must not count as unhandled.
    encoding.catch(() => undefined);
    return inTurn(units[0]?.companyId, async (turn) => {
      const encoded = await encoding;
      return retryingRaces(limits.raceRetriesMax, () => commit(encoded, alongside, turn));
    });
  };
};

/**
 * Bounds the transactions that are open before their turn, because each holds a connection that
 * others may need: of many companies, few are recorded ahead, and the others in their turn.
 */
const createAhead = (openMax: number) => {
  let open = 0;
  return async <Result>(
    { come }: Turn,
    work: (hasCome: () => Promise<void>) => Promise<Result>,
  ): Promise<Result> => {
    if (open >= openMax) {
      await come;
      return work(() => come);
    }
    open += 1;
    let isAhead = true;
    const arrive = (): void => {
      if (isAhead) open -= 1;
      isAhead = false;
    };
    try {
      return await work(async () => {
        await come;
        arrive();
      });
    } finally {
      arrive();
    }
  };
};
