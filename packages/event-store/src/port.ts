import type { ActorId, CompanyId, Instant, Uuid } from '@accounting/kernel';

/** Any plain JSON value. A property that is `undefined` is left out when stored. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** `<aggregate>-<id>`, for example `transaction-0192f0c1-…`. At most 200 characters. */
export type StreamId = `${string}-${string}`;

/** Where a fact came from. */
export interface EventMetadata {
  /** Who caused the fact. */
  readonly actorId: ActorId;
  /** The request or message at the start of the chain. */
  readonly correlationId: string;
  /** The event that directly caused this one, when it was an event. */
  readonly causationId?: Uuid;
}

/** A fact about to be recorded. `data` is plain JSON: amounts are decimal strings. */
export interface NewEvent<Data = unknown> {
  readonly eventId: Uuid;
  /** Past tense, business words: `TransactionPosted`. */
  readonly type: string;
  /** Version of the shape of `data`; older ones are upcast when read. Starts at 1. */
  readonly schemaVersion: number;
  readonly data: Data;
  readonly occurredAt: Instant;
  readonly metadata: EventMetadata;
}

/** A fact in its place in a stream. */
export interface RecordedEvent<Data = unknown> extends NewEvent<Data> {
  readonly companyId: CompanyId;
  readonly streamId: StreamId;
  /** 1 for the first event of a stream. */
  readonly streamVersion: number;
}

/**
 * A place in the order in which facts became visible: first the writing database transaction, then
 * the sequence within it. Compare with `comparePositions`; both are 64-bit integers as text.
 */
export interface Position {
  readonly transactionId: string;
  readonly sequence: string;
}

/** A fact in its place in the log of all companies. */
export interface CommittedEvent<Data = unknown> extends RecordedEvent<Data> {
  readonly position: Position;
}

/** Facts to add to one stream; at least one. A unit names each stream once. */
export interface StreamAppend {
  readonly streamId: StreamId;
  /** The version the decision was made at; 0 for a stream that must not exist yet. */
  readonly expectedVersion: number;
  readonly events: readonly NewEvent[];
}

/** The first answer to a request, kept so that a repeated one gets the same. */
export interface IdempotencyClaim {
  /** 1 to 255 printable ASCII characters, chosen by the client. */
  readonly key: string;
  /** SHA-256 of the request in hexadecimal, so that the same key with other input is noticed. */
  readonly requestHash: string;
  readonly answer: Json;
}

/**
 * A named version of a company's reference data (for the ledger: accounts, periods, policies).
 * Who decides on cached reference data requires the version it saw; who changes the data advances
 * it. Both are checked and serialised inside the committing transaction, so that a decision on
 * stale data is never recorded.
 */
export interface ConsistencyMarker {
  readonly name: string;
  readonly version: number;
}

/** Everything that one request wants recorded: all of it is, or none. One company. */
export interface CommitUnit {
  readonly companyId: CompanyId;
  readonly appends: readonly StreamAppend[];
  readonly idempotency?: IdempotencyClaim;
  readonly requiredMarkers?: readonly ConsistencyMarker[];
  /** Markers whose version this unit raises by one. */
  readonly advancedMarkers?: readonly string[];
}

/** What became of a unit. */
export type CommitOutcome =
  /** Recorded, durable, and visible to every read that starts now. */
  | { readonly status: 'committed'; readonly events: readonly RecordedEvent[] }
  /** The key was used before for the same request; nothing was recorded now. */
  | { readonly status: 'replayed'; readonly answer: Json }
  /** The key was used before for another request; nothing was recorded. */
  | { readonly status: 'key_reused' }
  /** A stream moved on since it was read; read again and decide again. */
  | { readonly status: 'version_conflict'; readonly streamId: StreamId }
  /** A marker moved on since it was read; reload the reference data and decide again. */
  | { readonly status: 'marker_stale'; readonly marker: string };

/** A marker at the version that a decision alone relies on. */
export interface HeldMarker extends ConsistencyMarker {
  readonly companyId: CompanyId;
}

/** What became of a unit that was decided inside the transaction that records it. */
export type OutcomeAlone<Decided> =
  | { readonly decided: Decided; readonly outcome: CommitOutcome }
  /** The marker had moved on, so nothing was decided. */
  | {
      readonly decided: undefined;
      readonly outcome: Extract<CommitOutcome, { readonly status: 'marker_stale' }>;
    };

/** The folded state of a stream up to a version. */
export interface Snapshot<State = unknown> {
  readonly streamVersion: number;
  /** Version of the shape of `state`; a snapshot of another version is ignored. */
  readonly schemaVersion: number;
  readonly state: State;
}

/**
 * Rows that must be consistent with events the moment they are recorded. Runs inside the committing
 * transaction, once per commit for all events of all units in it, in the order recorded. It writes
 * set-based SQL; throwing rolls the commit back and its units are then tried in halves, down to one
 * alone, so that it is called again for the others. It may also be called for a unit that turns out
 * to be refused, and everything is then rolled back: it must have no effect but by the transaction.
 */
export type InlineProjection<Transaction> = (
  transaction: Transaction,
  events: readonly RecordedEvent[],
) => Promise<void>;

/** What work in parts is given; good until the work settles. */
export interface PartRecorder<Transaction> {
  readonly transaction: Transaction;
  /**
   * Records units and writes what follows from their events with `project`; the store's own inline
   * projections do not run. Parts are recorded in the order of the calls, and the next may be given
   * before the last is recorded. No unit builds on another of its part. `project` may be called for
   * a unit that turns out to be refused, so the work must then reject.
   */
  readonly record: (
    units: readonly CommitUnit[],
    project: InlineProjection<Transaction>,
  ) => Promise<readonly CommitOutcome[]>;
}

/** What aggregates need: append and read, for one company at a time. */
export interface EventStore<Transaction> {
  /**
   * Records one unit. Units that wait at the same time share one database commit; each gets its own
   * outcome. Rejects with kind `unavailable` when the database does not answer (the outcome is then
   * unknown to the caller, and a retry with the same idempotency key is safe) and with
   * `resource_exhausted` when the queue is full.
   */
  commit(unit: CommitUnit): Promise<CommitOutcome>;

  /**
   * Records many units in one transaction, outside the queue, for bulk work. `alongside` writes
   * rows of the caller in the same transaction; when it or a projection throws, nothing is
   * recorded. Both are called again when the transaction lost a race and is run anew. Outcomes are
   * in the order of `units`; a unit that is not committed does not hold up the others, and one may
   * build on another before it. Calls for one company take turns in the order they are made, so a
   * caller may make the next before the last has ended: its units are recorded meanwhile, as long
   * as they do not build on those of the call before, and projected when its turn has come.
   */
  commitTogether(
    units: readonly CommitUnit[],
    alongside: (transaction: Transaction, outcomes: readonly CommitOutcome[]) => Promise<void>,
  ): Promise<readonly CommitOutcome[]>;

  /**
   * Records many units part by part in one transaction, outside the queue, for bulk work that is
   * seen whole or not at all and is too much to hold at once. While it lasts, nothing that anybody
   * commits reaches those who follow the log, so it has to be over within seconds. When the work
   * rejects, or the transaction loses a race (kind `aborted`), nothing is recorded; it is not run
   * again.
   */
  commitInParts<Result>(
    companyId: CompanyId,
    work: (parts: PartRecorder<Transaction>) => Promise<Result>,
  ): Promise<Result>;

  /**
   * Records one unit that is decided inside the transaction that records it, on exactly what is
   * recorded before. It first waits for the commits under way that require or advance the marker,
   * and holds up those that come later until it ends; the marker keeps its version. So `decide` has
   * to be quick. It reads through the transaction, uses no other connection, since it might wait
   * for one for ever, and records nothing itself. Called again after a lost race; when it throws,
   * nothing is recorded.
   */
  commitAlone<Decided extends { readonly unit: CommitUnit }>(
    held: HeldMarker,
    decide: (transaction: Transaction) => Promise<Decided>,
  ): Promise<OutcomeAlone<Decided>>;

  /** The events of a stream after a version, oldest first; empty when there are none. */
  readStream(
    companyId: CompanyId,
    streamId: StreamId,
    afterVersion: number,
  ): Promise<readonly RecordedEvent[]>;

  /** The claim recorded under a key, or `undefined`. */
  findIdempotencyClaim(companyId: CompanyId, key: string): Promise<IdempotencyClaim | undefined>;

  /** The current version of each marker named; 0 for one that was never advanced. */
  readMarkers(
    companyId: CompanyId,
    names: readonly string[],
  ): Promise<readonly ConsistencyMarker[]>;

  findSnapshot(companyId: CompanyId, streamId: StreamId): Promise<Snapshot | undefined>;

  /** Keeps the snapshot unless a later one is kept already. */
  saveSnapshot(companyId: CompanyId, streamId: StreamId, snapshot: Snapshot): Promise<void>;
}

/** What followers of all companies' facts need: the outbox relay and asynchronous projections. */
export interface EventLog {
  /**
   * Events after a position in commit order, at most `limit`. Stops before the oldest database
   * transaction that is still running, so that a late commit is never skipped.
   */
  readCommitted(after: Position | undefined, limit: number): Promise<readonly CommittedEvent[]>;

  loadCheckpoint(follower: string): Promise<Position | undefined>;

  /** Moves a follower's checkpoint forward. */
  saveCheckpoint(follower: string, position: Position): Promise<void>;
}
