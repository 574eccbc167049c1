import type { CompanyId } from '@accounting/kernel';
import type { EventStore, Json, StreamId } from './port';
import { upcast, type EventSchemas } from './upcasting';

/** A fact as a decider knows it: plain JSON data under a name. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/** When the folded state is kept, so that long streams need not be read from their beginning. */
export interface SnapshotPolicy<State> {
  /** Raise it when the shape of the state changes; snapshots of other versions are ignored. */
  readonly schemaVersion: number;
  /** Events between two snapshots; 100 unless said otherwise. */
  readonly everyEvents?: number;
  /** The state as plain JSON, and back. */
  readonly toJson: (state: State) => Json;
  readonly fromJson: (json: Json) => State;
}

/** What the store must know of an aggregate to fold its stream; a `Decider` has the functions. */
export interface Aggregate<Event extends DomainEvent, State> {
  readonly initialState: () => State;
  readonly evolve: (state: State, event: Event) => State;
  readonly schemas?: EventSchemas;
  readonly snapshots?: SnapshotPolicy<State>;
}

/** The state of a stream and the version it was read at; 0 for a stream that does not exist. */
export interface LoadedAggregate<State> {
  readonly streamId: StreamId;
  readonly state: State;
  readonly version: number;
}

/** Folds a stream: the latest usable snapshot, then the events after it. */
export const loadAggregate = async <Event extends DomainEvent, State>(
  store: Pick<EventStore<unknown>, 'readStream' | 'findSnapshot'>,
  aggregate: Aggregate<Event, State>,
  { companyId, streamId }: { readonly companyId: CompanyId; readonly streamId: StreamId },
): Promise<LoadedAggregate<State>> => {
  const { snapshots, schemas = {} } = aggregate;
  const snapshot = snapshots && (await store.findSnapshot(companyId, streamId));
  const isUsable = snapshot !== undefined && snapshot.schemaVersion === snapshots?.schemaVersion;
  const from = isUsable ? snapshot.streamVersion : 0;
  const start = isUsable ? snapshots.fromJson(snapshot.state as Json) : aggregate.initialState();
  const events = await store.readStream(companyId, streamId, from);
  const state = events.reduce(
    // The stream holds what this aggregate's decider produced, brought to today's shape.
    (folded, event) =>
      aggregate.evolve(folded, { type: event.type, data: upcast(schemas, event) } as Event),
    start,
  );
  return { streamId, state, version: events.at(-1)?.streamVersion ?? from };
};

const defaultSnapshotInterval = 100;

/** Keeps a snapshot when the events just recorded cross a multiple of the interval. */
export const keepSnapshotIfDue = async <Event extends DomainEvent, State>(
  store: Pick<EventStore<unknown>, 'saveSnapshot'>,
  aggregate: Aggregate<Event, State>,
  recorded: {
    readonly companyId: CompanyId;
    readonly before: LoadedAggregate<State>;
    readonly events: readonly Event[];
  },
): Promise<void> => {
  const { snapshots } = aggregate;
  const { companyId, before, events } = recorded;
  if (snapshots === undefined) return;
  const interval = snapshots.everyEvents ?? defaultSnapshotInterval;
  const version = before.version + events.length;
  if (Math.floor(version / interval) === Math.floor(before.version / interval)) return;
  const state = events.reduce(aggregate.evolve, before.state);
  await store.saveSnapshot(companyId, before.streamId, {
    streamVersion: version,
    schemaVersion: snapshots.schemaVersion,
    state: snapshots.toJson(state),
  });
};

/** The aggregate of commands that touch streams of several kinds: their events, as they are. */
export const eventList: Aggregate<DomainEvent, readonly DomainEvent[]> = {
  initialState: () => [],
  evolve: (events, event) => [...events, event],
};
