import { invariant } from '@accounting/kernel';
import { encodeUnit } from './encoded-unit';
import {
  asStored,
  emptyBooks,
  markerVersion,
  nameOf,
  recordUnit,
  streamOf,
  type MemoryBooks,
} from './memory-books';
import { comparePositions } from './positions';
import type {
  CommitOutcome,
  CommitUnit,
  EventLog,
  EventStore,
  InlineProjection,
  Position,
  Snapshot,
} from './port';

/** The twin has nothing to write to; the type keeps it apart from a real transaction. */
export interface MemoryTransaction {
  readonly isMemoryTransaction: true;
}

const transaction: MemoryTransaction = { isMemoryTransaction: true };

/** What the twin runs inside its commits; nothing unless said otherwise. */
export interface MemoryEventStoreOptions {
  readonly inlineProjections?: readonly InlineProjection<MemoryTransaction>[];
}

/**
 * The twin of the PostgreSQL store and log for tests: the same outcomes, nothing kept, no limits.
 * Its projections run once per unit, one after another.
 */
export const createMemoryEventStore = (
  options: MemoryEventStoreOptions = {},
): EventStore<MemoryTransaction> & EventLog => {
  const ledger: Ledger = { books: emptyBooks, transactions: 0 };
  return {
    ...createWrites(ledger, options.inlineProjections ?? []),
    ...createReads(ledger),
    ...createSnapshots(),
    ...createLog(ledger),
  };
};

/** The one thing that changes. */
interface Ledger {
  books: MemoryBooks;
  transactions: number;
}

type Store = EventStore<MemoryTransaction>;

type Project = (
  outcomes: readonly CommitOutcome[],
  projections?: readonly InlineProjection<MemoryTransaction>[],
) => Promise<void>;

interface Recording {
  /** One transaction at a time, undone when it throws. */
  readonly transact: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly record: (unit: CommitUnit) => CommitOutcome;
  readonly project: Project;
}

const createInParts =
  ({ transact, record, project }: Recording): Store['commitInParts'] =>
  async (_companyId, work) =>
    transact(async () => {
      let isWhole = true;
      const result = await work({
        transaction,
        record: async (units, projection) => {
          refuseUnstorable(units);
          const outcomes = units.map(record);
          isWhole &&= outcomes.every(({ status }) => status === 'committed');
          await project(outcomes, [projection]);
          return outcomes;
        },
      });
      invariant(isWhole, 'work with a part that was not recorded rejects');
      return result;
    });

const createRecording = (
  ledger: Ledger,
  inlineProjections: readonly InlineProjection<MemoryTransaction>[],
): Recording => {
  let lastCommit: Promise<unknown> = Promise.resolve();

  const transact = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = lastCommit.then(async () => {
      const before = ledger.books;
      ledger.transactions += 1;
      try {
        return await work();
      } catch (error) {
        ledger.books = before;
        throw error;
      }
    });
    lastCommit = result.catch(() => undefined);
    return result;
  };

  const record = (unit: CommitUnit): CommitOutcome => {
    const { outcome, books } = recordUnit(ledger.books, unit, String(ledger.transactions));
    ledger.books = books;
    return outcome;
  };

  const project: Project = async (outcomes, projections = inlineProjections) => {
    const events = outcomes.flatMap((outcome) =>
      outcome.status === 'committed' ? outcome.events : [],
    );
    if (events.length === 0) return;
    for (const projection of projections) await projection(transaction, events);
  };

  return { transact, record, project };
};

const createWrites = (
  ledger: Ledger,
  inlineProjections: readonly InlineProjection<MemoryTransaction>[],
): Pick<Store, 'commit' | 'commitTogether' | 'commitInParts' | 'commitAlone'> => {
  const recording = createRecording(ledger, inlineProjections);
  const { transact, record, project } = recording;
  return {
    commit: async (unit) => {
      refuseUnstorable([unit]);
      return transact(async () => {
        const outcome = record(unit);
        await project([outcome]);
        return outcome;
      });
    },

    commitTogether: async (units, alongside) => {
      refuseUnstorable(units);
      return transact(async () => {
        const outcomes = units.map(record);
        await project(outcomes);
        await alongside(transaction, outcomes);
        return outcomes;
      });
    },

    commitInParts: createInParts(recording),

    // Transactions come one at a time, so each is alone.
    commitAlone: async ({ companyId, name, version }, decide) =>
      transact(async () => {
        if (markerVersion(ledger.books, companyId, name) !== version) {
          return { decided: undefined, outcome: { status: 'marker_stale', marker: name } };
        }
        const decided = await decide(transaction);
        refuseUnstorable([decided.unit]);
        const outcome = record(decided.unit);
        await project([outcome]);
        return { decided, outcome };
      }),
  };
};

/** Encoding checks what PostgreSQL would refuse; the text itself is not needed here. */
const refuseUnstorable = (units: readonly CommitUnit[]): void => {
  for (const unit of units) encodeUnit(unit, 0);
};

const createReads = (
  ledger: Ledger,
): Pick<Store, 'readStream' | 'findIdempotencyClaim' | 'readMarkers'> => ({
  readStream: async (companyId, streamId, afterVersion) =>
    streamOf(ledger.books, companyId, streamId)
      .filter(({ streamVersion }) => streamVersion > afterVersion)
      .map(({ position: _position, ...event }) => structuredClone(event)),

  findIdempotencyClaim: async (companyId, key) =>
    structuredClone(ledger.books.claims.get(nameOf(companyId, key))),

  readMarkers: async (companyId, names) =>
    names.map((name) => ({ name, version: markerVersion(ledger.books, companyId, name) })),
});

const createSnapshots = (): Pick<Store, 'findSnapshot' | 'saveSnapshot'> => {
  const snapshots = new Map<string, Snapshot>();
  return {
    findSnapshot: async (companyId, streamId) =>
      structuredClone(snapshots.get(nameOf(companyId, streamId))),

    saveSnapshot: async (companyId, streamId, snapshot) => {
      const kept = snapshots.get(nameOf(companyId, streamId));
      if (kept !== undefined && kept.streamVersion > snapshot.streamVersion) return;
      snapshots.set(nameOf(companyId, streamId), asStored(snapshot));
    },
  };
};

const createLog = (ledger: Ledger): EventLog => {
  const checkpoints = new Map<string, Position>();
  return {
    readCommitted: async (after, limit) =>
      ledger.books.log
        .filter(({ position }) => after === undefined || comparePositions(position, after) > 0)
        .slice(0, limit)
        .map((event) => structuredClone(event)),

    loadCheckpoint: async (follower) => checkpoints.get(follower),

    saveCheckpoint: async (follower, position) => {
      const kept = checkpoints.get(follower);
      if (kept !== undefined && comparePositions(kept, position) >= 0) return;
      checkpoints.set(follower, position);
    },
  };
};
