import type { CompanyId, Instant, NewUuid } from '@accounting/kernel';
import type { Aggregate, DomainEvent, LoadedAggregate } from './aggregate';
import type { ConsistencyMarker, EventMetadata, RecordedEvent, StreamId } from './port';

/** A stream that a command decides on. */
export interface StreamToLoad {
  readonly streamId: StreamId;
  /**
   * True when the command creates it: the first attempt then decides on the initial state without
   * reading, and the commit finds out if the stream exists after all.
   */
  readonly isNew?: boolean;
}

/** What was decided: everything here is recorded together, or nothing is. */
export interface Decision<Event, Answer, Transaction = unknown> {
  /** Per stream, in the order they were asked for; an empty list leaves a stream alone. */
  readonly events: readonly (readonly Event[])[];
  /** The answer to the request, plain JSON, given the versions the streams will have. */
  readonly answer: (versions: readonly number[]) => Answer;
  /** The versions of the reference data that the decision relied on. */
  readonly requiredMarkers?: readonly ConsistencyMarker[];
  /** Markers whose data the events change. */
  readonly advancedMarkers?: readonly string[];
  /**
   * Writes rows that are no facts, such as a password's hash, in the transaction that records the
   * events; not called for a replay. When it throws, nothing is recorded and the command rejects
   * with what it threw. It is called again when the transaction lost a race.
   */
  alongside?(transaction: Transaction): Promise<void>;
}

/**
 * Asks for a decision inside the transaction that records it, on exactly what is recorded before,
 * if the marker has its version still. What `EventStore.commitAlone` says of `decide` holds.
 */
export interface DecisionAlone<Event, Answer, Transaction> {
  readonly heldMarker: ConsistencyMarker;
  decide(transaction: Transaction): Promise<Omit<Decision<Event, Answer>, 'alongside'>>;
}

/** Why `decide` is called. */
export interface Attempt {
  /** 1 the first time. */
  readonly number: number;
  /** The marker that had moved on in the previous attempt: reload the reference data it guards. */
  readonly staleMarker: string | undefined;
}

/** One request that changes state. */
export interface CommandRequest<Event extends DomainEvent, State, Answer, Transaction = unknown> {
  readonly companyId: CompanyId;
  readonly aggregate: Aggregate<Event, State>;
  readonly streams: readonly StreamToLoad[];
  /**
   * Decides on what was read, or throws a `DomainError`. Called again after a lost race, so it may
   * read reference data but must not change anything.
   */
  readonly decide: (
    loaded: readonly LoadedAggregate<State>[],
    attempt: Attempt,
  ) =>
    | Decision<Event, Answer, Transaction>
    | Promise<Decision<Event, Answer, Transaction> | DecisionAlone<Event, Answer, Transaction>>;
  readonly newUuid: NewUuid;
  readonly occurredAt: Instant;
  readonly metadata: EventMetadata;
  readonly idempotency?: { readonly key: string; readonly requestHash: string };
  /** The version of the first stream that the caller has seen (If-Match). */
  readonly expectedVersion?: number;
}

/** What the caller is told; the host turns it into an answer with an ETag. */
export interface CommandResult<Answer> {
  readonly answer: Answer;
  /** Version of the first stream after the command. */
  readonly version: number;
  /** True when this is the first answer to an earlier request with the same key. */
  readonly replayed: boolean;
  /** What was recorded now; empty for a replay. */
  readonly events: readonly RecordedEvent[];
}
