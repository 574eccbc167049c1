import type { CompanyId } from '@accounting/kernel';
import { checkUnit, encodeUnit, recordedEvents } from './encoded-unit';
import { comparePositions } from './positions';
import type {
  CommitOutcome,
  CommittedEvent,
  CommitUnit,
  EventLog,
  EventStore,
  IdempotencyClaim,
  InlineProjection,
  Position,
  RecordedEvent,
  Snapshot,
} from './port';

/** The twin has nothing to write to; the type keeps it apart from a real transaction. */
export interface MemoryTransaction {
  readonly isMemoryTransaction: true;
}

const transaction: MemoryTransaction = { isMemoryTransaction: true };

/** Everything recorded, copied as a whole when a commit must be undone. */
interface Books {
  readonly log: readonly CommittedEvent[];
  readonly claims: ReadonlyMap<string, IdempotencyClaim>;
  readonly markers: ReadonlyMap<string, number>;
}

/**
 * The twin of the PostgreSQL store and log for tests: the same outcomes, nothing kept, no limits.
 * Its projections run once per unit, one after another.
 */
export const createMemoryEventStore = ({
  inlineProjections = [],
}: {
  readonly inlineProjections?: readonly InlineProjection<MemoryTransaction>[];
} = {}): EventStore<MemoryTransaction> & EventLog => {
  let books: Books = { log: [], claims: new Map(), markers: new Map() };
  let transactions = 0;
  let lastCommit: Promise<unknown> = Promise.resolve();
  const snapshots = new Map<string, Snapshot>();
  const checkpoints = new Map<string, Position>();

  const record = (unit: CommitUnit): CommitOutcome => {
    const refusal = refusalOf(books, unit);
    if (refusal !== undefined) return refusal;
    const events = recordedEvents(unit);
    books = withUnit(books, unit, events, String(transactions));
    return { status: 'committed', events };
  };

  /** One transaction at a time, undone when it throws. */
  const transact = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = lastCommit.then(async () => {
      const before = books;
      transactions += 1;
      try {
        return await work();
      } catch (error) {
        books = before;
        throw error;
      }
    });
    lastCommit = result.catch(() => undefined);
    return result;
  };

  const project = async (outcomes: readonly CommitOutcome[]): Promise<void> => {
    const events = outcomes.flatMap((outcome) =>
      outcome.status === 'committed' ? outcome.events : [],
    );
    if (events.length === 0) return;
    for (const projection of inlineProjections) await projection(transaction, events);
  };

  return {
    commit: async (unit) => {
      encodeUnit(unit, 0);
      return transact(async () => {
        const outcome = record(unit);
        await project([outcome]);
        return outcome;
      });
    },

    commitTogether: async (units, alongside) => {
      for (const unit of units) encodeUnit(unit, 0);
      return transact(async () => {
        const outcomes = units.map(record);
        await project(outcomes);
        await alongside(transaction, outcomes);
        return outcomes;
      });
    },

    readStream: (companyId, streamId, afterVersion) =>
      Promise.resolve(
        streamOf(books, companyId, streamId)
          .filter(({ streamVersion }) => streamVersion > afterVersion)
          .map(({ position: _, ...event }) => structuredClone(event)),
      ),

    findIdempotencyClaim: (companyId, key) =>
      Promise.resolve(structuredClone(books.claims.get(nameOf(companyId, key)))),

    readMarkers: (companyId, names) =>
      Promise.resolve(names.map((name) => ({ name, version: markerOf(books, companyId, name) }))),

    findSnapshot: (companyId, streamId) =>
      Promise.resolve(structuredClone(snapshots.get(nameOf(companyId, streamId)))),

    saveSnapshot: (companyId, streamId, snapshot) => {
      const kept = snapshots.get(nameOf(companyId, streamId));
      if (kept === undefined || kept.streamVersion <= snapshot.streamVersion) {
        snapshots.set(nameOf(companyId, streamId), asStored(snapshot));
      }
      return Promise.resolve();
    },

    readCommitted: (after, limit) =>
      Promise.resolve(
        books.log
          .filter(({ position }) => after === undefined || comparePositions(position, after) > 0)
          .slice(0, limit)
          .map((event) => structuredClone(event)),
      ),

    loadCheckpoint: (follower) => Promise.resolve(checkpoints.get(follower)),

    saveCheckpoint: (follower, position) => {
      const kept = checkpoints.get(follower);
      if (kept === undefined || comparePositions(kept, position) < 0) {
        checkpoints.set(follower, position);
      }
      return Promise.resolve();
    },
  };
};

const nameOf = (companyId: CompanyId, name: string): string => `${companyId}/${name}`;

/** Storing as JSON text and reading back is part of what the twin must do alike. */
const asStored = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

const markerOf = (books: Books, companyId: CompanyId, name: string): number =>
  books.markers.get(nameOf(companyId, name)) ?? 0;

const streamOf = (
  { log }: Books,
  companyId: CompanyId,
  streamId: string,
): readonly CommittedEvent[] =>
  log.filter((event) => event.companyId === companyId && event.streamId === streamId);

const refusalOf = (books: Books, unit: CommitUnit): CommitOutcome | undefined => {
  checkUnit(unit);
  const { companyId, idempotency, requiredMarkers = [], appends } = unit;
  const claim = idempotency && books.claims.get(nameOf(companyId, idempotency.key));
  if (claim !== undefined && claim.requestHash === idempotency?.requestHash) {
    return { status: 'replayed', answer: claim.answer };
  }
  if (claim !== undefined) return { status: 'key_reused' };
  const stale = requiredMarkers.find(
    ({ name, version }) => markerOf(books, companyId, name) !== version,
  );
  if (stale !== undefined) return { status: 'marker_stale', marker: stale.name };
  const conflict = appends.find(
    ({ streamId, expectedVersion }) =>
      streamOf(books, companyId, streamId).length !== expectedVersion,
  );
  return conflict && { status: 'version_conflict', streamId: conflict.streamId };
};

const withUnit = (
  books: Books,
  unit: CommitUnit,
  events: readonly RecordedEvent[],
  transactionId: string,
): Books => {
  const { companyId, idempotency, advancedMarkers = [] } = unit;
  const claims = new Map(books.claims);
  if (idempotency !== undefined) {
    claims.set(nameOf(companyId, idempotency.key), asStored(idempotency));
  }
  const markers = new Map(books.markers);
  for (const name of advancedMarkers) {
    markers.set(nameOf(companyId, name), markerOf(books, companyId, name) + 1);
  }
  const added = events.map((event, index) => ({
    ...asStored(event),
    position: { transactionId, sequence: String(books.log.length + index + 1) },
  }));
  return { log: [...books.log, ...added], claims, markers };
};
