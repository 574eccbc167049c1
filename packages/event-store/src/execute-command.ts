import { exhaustive, invariant, reject } from '@accounting/kernel';
import {
  keepSnapshotIfDue,
  loadAggregate,
  type DomainEvent,
  type LoadedAggregate,
} from './aggregate';
import type {
  Attempt,
  CommandRequest,
  CommandResult,
  Decision,
  DecisionAlone,
} from './command-request';
import { eventStoreErrors } from './errors';
import type { CommitOutcome, CommitUnit, EventStore, Json, OutcomeAlone } from './port';
import { currentSchemaVersion } from './upcasting';

const retriesMax = 3;

/**
 * The path of every command: read, decide, record with the idempotency claim. A lost race is
 * retried from the read, at most three times, then rejected as `aborted`. Rejects with
 * `invalid_argument` when the key was used for another request, with `aborted` when
 * `expectedVersion` is not the current one, and with whatever `decide` throws; a repeated request
 * gets its first answer even if deciding again fails.
 */
export const executeCommand = async <
  Event extends DomainEvent,
  State,
  Answer,
  Transaction = unknown,
>(
  store: EventStore<Transaction>,
  request: CommandRequest<Event, State, Answer, Transaction>,
): Promise<CommandResult<Answer>> => {
  let staleMarker: string | undefined;
  for (let number = 1; number <= 1 + retriesMax; number += 1) {
    const prepared = await prepare(store, request, { number, staleMarker });
    if ('replay' in prepared) return prepared.replay;
    const { decided, outcome } =
      'outcome' in prepared
        ? prepared
        : { decided: prepared, outcome: await commit(store, prepared) };
    staleMarker = outcome.status === 'marker_stale' ? outcome.marker : undefined;
    if (decided === undefined) continue;
    const result = conclude(outcome, decided);
    if (result === undefined) continue;
    if (!result.replayed) await keepSnapshots(store, request, decided);
    return result;
  }
  throw reject(eventStoreErrors.contention);
};

/** One stream before the command and what the command adds to it. */
interface Change<Event, State> {
  readonly before: LoadedAggregate<State>;
  readonly events: readonly Event[];
}

interface Prepared<Event, State, Answer> {
  readonly changes: readonly Change<Event, State>[];
  readonly unit: CommitUnit;
  readonly stored: StoredAnswer<Answer>;
}

/** Prepared from a decision that may want rows written beside its facts. */
interface PreparedWithRows<Event, State, Answer, Transaction> extends Prepared<
  Event,
  State,
  Answer
> {
  readonly decision: Pick<Decision<Event, Answer, Transaction>, 'alongside'>;
}

/** What an idempotency record keeps of an answer. */
interface StoredAnswer<Answer> {
  readonly version: number;
  readonly answer: Answer;
}

const prepare = async <Event extends DomainEvent, State, Answer, Transaction>(
  store: EventStore<Transaction>,
  request: CommandRequest<Event, State, Answer, Transaction>,
  attempt: Attempt,
): Promise<
  | PreparedWithRows<Event, State, Answer, Transaction>
  | OutcomeAlone<Prepared<Event, State, Answer>>
  | { readonly replay: CommandResult<Answer> }
> => {
  try {
    const loaded = await loadAll(store, request, attempt);
    const [first] = loaded;
    // Of what does not exist, the decision says so: nobody has changed it.
    const isAbsent = first?.version === 0;
    if (!isAbsent) checkExpectedVersion(request.expectedVersion, first);
    const decision = await request.decide(loaded, attempt);
    if (isAbsent) checkExpectedVersion(request.expectedVersion, first);
    return 'heldMarker' in decision
      ? await commitAlone(store, request, loaded, decision)
      : { ...prepareUnit(request, loaded, decision), decision };
  } catch (refusal) {
    const { idempotency } = request;
    if (idempotency === undefined) throw refusal;
    const claim = await store.findIdempotencyClaim(request.companyId, idempotency.key);
    if (claim === undefined) throw refusal;
    if (claim.requestHash !== idempotency.requestHash) throw keyReused();
    return { replay: replay(claim.answer) };
  }
};

/** Facts alone share a commit with those of other requests; rows beside them need their own. */
const commit = async <Event, State, Answer, Transaction>(
  store: EventStore<Transaction>,
  { unit, decision }: PreparedWithRows<Event, State, Answer, Transaction>,
): Promise<CommitOutcome> => {
  if (!('alongside' in decision)) return store.commit(unit);
  const [outcome] = await store.commitTogether([unit], async (transaction, outcomes) => {
    if (outcomes[0]?.status === 'committed') await decision.alongside?.(transaction);
  });
  invariant(outcome !== undefined, 'every unit has an outcome');
  return outcome;
};

const commitAlone = <Event extends DomainEvent, State, Answer, Transaction>(
  store: EventStore<Transaction>,
  request: CommandRequest<Event, State, Answer, Transaction>,
  loaded: readonly LoadedAggregate<State>[],
  decision: DecisionAlone<Event, Answer, Transaction>,
): Promise<OutcomeAlone<Prepared<Event, State, Answer>>> =>
  store.commitAlone({ companyId: request.companyId, ...decision.heldMarker }, async (transaction) =>
    prepareUnit(request, loaded, await decision.decide(transaction)),
  );

const loadAll = <Event extends DomainEvent, State, Answer>(
  store: EventStore<unknown>,
  { aggregate, companyId, streams }: CommandRequest<Event, State, Answer>,
  attempt: Attempt,
): Promise<readonly LoadedAggregate<State>[]> =>
  Promise.all(
    streams.map(async ({ streamId, isNew }) =>
      isNew === true && attempt.number === 1
        ? { streamId, state: aggregate.initialState(), version: 0 }
        : loadAggregate(store, aggregate, { companyId, streamId }),
    ),
  );

const checkExpectedVersion = (
  expectedVersion: number | undefined,
  first: LoadedAggregate<unknown> | undefined,
): void => {
  if (expectedVersion === undefined || first === undefined) return;
  if (first.version === expectedVersion) return;
  throw reject(eventStoreErrors.versionMismatch, {
    field: 'If-Match',
    expectedVersion,
    currentVersion: first.version,
  });
};

const prepareUnit = <Event extends DomainEvent, State, Answer>(
  request: CommandRequest<Event, State, Answer>,
  loaded: readonly LoadedAggregate<State>[],
  decision: Decision<Event, Answer>,
): Prepared<Event, State, Answer> => {
  const { aggregate, companyId, newUuid, occurredAt, metadata, idempotency } = request;
  const { requiredMarkers, advancedMarkers } = decision;
  const changes = pairWithEvents(loaded, decision.events);
  const versions = changes.map(({ before, events }) => before.version + events.length);
  const stored = { version: versions[0] ?? 0, answer: decision.answer(versions) };
  const appends = changes.map(({ before, events }) => ({
    streamId: before.streamId,
    expectedVersion: before.version,
    events: events.map(({ type, data }) => {
      const schemaVersion = currentSchemaVersion(aggregate.schemas ?? {}, type);
      return { eventId: newUuid(), type, schemaVersion, data, occurredAt, metadata };
    }),
  }));
  const unit = {
    companyId,
    appends: appends.filter(({ events }) => events.length > 0),
    ...(idempotency && { idempotency: { ...idempotency, answer: stored as unknown as Json } }),
    ...(requiredMarkers && { requiredMarkers }),
    ...(advancedMarkers && { advancedMarkers }),
  };
  return { changes, unit, stored };
};

const pairWithEvents = <Event, State>(
  loaded: readonly LoadedAggregate<State>[],
  eventLists: readonly (readonly Event[])[],
): readonly Change<Event, State>[] => {
  invariant(eventLists.length === loaded.length, 'a decision has a list of events for each stream');
  return loaded.map((before, index) => ({ before, events: eventLists[index] ?? [] }));
};

/** The result, or `undefined` when the race was lost and is to be run again. */
const conclude = <Event, State, Answer>(
  outcome: CommitOutcome,
  { stored }: Prepared<Event, State, Answer>,
): CommandResult<Answer> | undefined => {
  switch (outcome.status) {
    case 'committed':
      return { ...stored, replayed: false, events: outcome.events };
    case 'replayed':
      return replay(outcome.answer);
    case 'key_reused':
      throw keyReused();
    case 'version_conflict':
    case 'marker_stale':
      return undefined;
    default:
      return exhaustive(outcome);
  }
};

const replay = <Answer>(stored: Json): CommandResult<Answer> => {
  const { version, answer } = stored as unknown as StoredAnswer<Answer>;
  return { answer, version, replayed: true, events: [] };
};

const keyReused = (): Error =>
  reject(eventStoreErrors.idempotencyKeyReused, { field: 'Idempotency-Key' });

const keepSnapshots = async <Event extends DomainEvent, State, Answer>(
  store: EventStore<unknown>,
  { aggregate, companyId }: CommandRequest<Event, State, Answer>,
  { changes }: Prepared<Event, State, Answer>,
): Promise<void> => {
  await Promise.all(
    changes.map((change) =>
      // The facts are recorded; without a snapshot the next read is slower and nothing else.
      keepSnapshotIfDue(store, aggregate, { companyId, ...change }).catch(() => undefined),
    ),
  );
};
