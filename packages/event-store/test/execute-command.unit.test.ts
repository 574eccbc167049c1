import {
  createMemoryEventStore,
  executeCommand,
  loadAggregate,
  type Aggregate,
  type CommandRequest,
  type CommandResult,
  type Decision,
  type EventStore,
  type LoadedAggregate,
  type StreamId,
} from '@accounting/event-store';
import { DomainError, newUuid, reject, type CompanyId } from '@accounting/kernel';
import {
  aUnit,
  anAppend,
  anEvent,
  hashOf,
  metadata,
  newCompany,
  newStream,
  occurredAt,
} from './fixtures';

type Booked = { readonly type: 'Booked'; readonly data: { readonly cents: number } };
interface Till {
  readonly cents: number;
}

const till: Aggregate<Booked, Till> = {
  initialState: () => ({ cents: 0 }),
  evolve: (state, { data }) => ({ cents: state.cents + data.cents }),
};

const overdrawn = {
  code: 'till.overdrawn',
  kind: 'failed_precondition',
  message: 'The till does not hold that much.',
} as const;

type Request = CommandRequest<Booked, Till, { total: number; versions: readonly number[] }>;

let store: EventStore<unknown>;
let company: CompanyId;
let streamId: StreamId;

beforeEach(() => {
  store = createMemoryEventStore();
  company = newCompany();
  streamId = newStream();
});

/** Adds an amount to the first stream; refuses to go below zero. */
const book =
  (cents: number): Request['decide'] =>
  ([loaded]) => {
    const total = (loaded?.state.cents ?? 0) + cents;
    if (total < 0) throw reject(overdrawn);
    return {
      events: [[{ type: 'Booked', data: { cents } }]],
      answer: (versions) => ({ total, versions }),
    };
  };

const execute = (
  request: Partial<Request> = {},
): Promise<CommandResult<{ total: number; versions: readonly number[] }>> =>
  executeCommand(store, {
    companyId: company,
    aggregate: till,
    streams: [{ streamId }],
    decide: book(100),
    newUuid,
    occurredAt,
    metadata,
    ...request,
  });

const load = (): Promise<LoadedAggregate<Till>> =>
  loadAggregate(store, till, { companyId: company, streamId });

/** Records something on the stream behind the command's back. */
const bookBehind = async (cents: number): Promise<void> => {
  const { version } = await load();
  await store.commit(
    aUnit(company, { appends: [anAppend(streamId, version, anEvent({ cents }, 'Booked'))] }),
  );
};

const token = (key: string, digit = '0') => ({ idempotency: { key, requestHash: hashOf(digit) } });

describe('a command', () => {
  it('decides on what was recorded before and answers with the new version', async () => {
    await execute();
    const result = await execute({ decide: book(50) });
    expect(result).toMatchObject({
      answer: { total: 150, versions: [2] },
      version: 2,
      replayed: false,
      events: [{ type: 'Booked', streamVersion: 2, occurredAt, metadata, schemaVersion: 1 }],
    });
    expect(await load()).toEqual({ streamId, state: { cents: 150 }, version: 2 });
  });

  it('that is refused records nothing', async () => {
    await expect(execute({ decide: book(-1) })).rejects.toMatchObject({ code: 'till.overdrawn' });
    expect(await load()).toMatchObject({ version: 0 });
  });

  it('that decides nothing answers and records nothing', async () => {
    const decide = (): Decision<Booked, { total: number; versions: readonly number[] }> => ({
      events: [[]],
      answer: (versions) => ({ total: 0, versions }),
    });
    expect(await execute({ decide })).toMatchObject({ version: 0, events: [] });
    expect(await load()).toMatchObject({ version: 0 });
  });

  it('may decide on several streams and records all of it together', async () => {
    const reversal = newStream();
    await execute();
    const result = await execute({
      streams: [{ streamId }, { streamId: reversal, isNew: true }],
      decide: ([original]) => ({
        events: [
          [{ type: 'Booked', data: { cents: -(original?.state.cents ?? 0) } }],
          [{ type: 'Booked', data: { cents: original?.state.cents ?? 0 } }],
        ],
        answer: (versions) => ({ total: 0, versions }),
      }),
    });
    expect(result).toMatchObject({ version: 2, answer: { versions: [2, 1] } });
    expect(await load()).toMatchObject({ state: { cents: 0 } });
    expect(
      await loadAggregate(store, till, { companyId: company, streamId: reversal }),
    ).toMatchObject({ state: { cents: 100 }, version: 1 });
  });

  it('must decide for every stream it asked for', async () => {
    const decide = (): Decision<Booked, { total: number; versions: readonly number[] }> => ({
      events: [],
      answer: (versions) => ({ total: 0, versions }),
    });
    await expect(execute({ decide })).rejects.toThrow('a list of events for each stream');
  });

  it('advances the markers that the decision names', async () => {
    await execute({
      decide: async (loaded, attempt) => ({
        ...(await book(100)(loaded, attempt)),
        advancedMarkers: ['accounts'],
      }),
    });
    expect(await store.readMarkers(company, ['accounts'])).toEqual([
      { name: 'accounts', version: 1 },
    ]);
  });
});

describe('a lost race', () => {
  it('is run again from the read', async () => {
    let races = 0;
    const result = await execute({
      decide: async (loaded, attempt) => {
        if ((races += 1) <= 3) await bookBehind(1);
        return book(100)(loaded, attempt);
      },
    });
    expect(result).toMatchObject({ answer: { total: 103 }, version: 4 });
  });

  it('is given up as aborted after three retries', async () => {
    let attempts = 0;
    const command = execute({
      decide: async (loaded, attempt) => {
        attempts += 1;
        await bookBehind(1);
        return book(100)(loaded, attempt);
      },
    });
    await expect(command).rejects.toMatchObject({
      kind: 'aborted',
      code: 'event_store.contention',
    });
    expect(attempts).toBe(4);
  });

  it('against changed reference data names the marker, so that it is loaded again', async () => {
    let known = 0;
    const seen: unknown[] = [];
    await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
    const result = await execute({
      decide: async (loaded, attempt) => {
        seen.push(attempt);
        if (attempt.staleMarker !== undefined) known = 1;
        const decision = await book(100)(loaded, attempt);
        return { ...decision, requiredMarkers: [{ name: 'accounts', version: known }] };
      },
    });
    expect(result.version).toBe(1);
    expect(seen).toEqual([
      { number: 1, staleMarker: undefined },
      { number: 2, staleMarker: 'accounts' },
    ]);
  });

  it('against a stream that was thought to be new reads it', async () => {
    await bookBehind(7);
    const result = await execute({ streams: [{ streamId, isNew: true }] });
    expect(result).toMatchObject({ answer: { total: 107 }, version: 2 });
  });
});

describe('a command decided alone', () => {
  /** Books inside the transaction what `known` is the version of. */
  const bookAlone =
    (cents: number, known = () => 0): Request['decide'] =>
    async ([loaded]) => ({
      heldMarker: { name: 'accounts', version: known() },
      decide: async () => {
        const total = (loaded?.state.cents ?? 0) + cents;
        if (total < 0) throw reject(overdrawn);
        const answer = (versions: readonly number[]) => ({ total, versions });
        return { events: [[{ type: 'Booked', data: { cents } }]], answer };
      },
    });

  it('is recorded and answered as any other', async () => {
    await execute();
    expect(await execute({ decide: bookAlone(50) })).toMatchObject({
      answer: { total: 150, versions: [2] },
      version: 2,
      replayed: false,
      events: [{ type: 'Booked', streamVersion: 2 }],
    });
  });

  it('asks again with the marker named when that has moved on', async () => {
    let known = 0;
    await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
    const seen: unknown[] = [];
    const result = await execute({
      decide: async (loaded, attempt) => {
        seen.push(attempt.staleMarker);
        if (attempt.staleMarker !== undefined) known = 1;
        return bookAlone(100, () => known)(loaded, attempt);
      },
    });
    expect(result).toMatchObject({ answer: { total: 100 }, version: 1 });
    expect(seen).toEqual([undefined, 'accounts']);
  });

  it('that is refused records nothing', async () => {
    const refused = execute({ decide: bookAlone(-1) });
    await expect(refused).rejects.toMatchObject({ code: 'till.overdrawn' });
    expect(await load()).toMatchObject({ version: 0 });
  });

  it('gets its first answer when it is repeated, even if deciding again would fail', async () => {
    await execute();
    await execute({ ...token('k'), decide: bookAlone(-100) });
    const again = await execute({ ...token('k'), decide: bookAlone(-100) });
    expect(again).toMatchObject({ replayed: true, answer: { total: 0 }, version: 2 });
  });

  it('is run again after a lost race', async () => {
    let races = 0;
    const result = await execute({
      decide: async (loaded, attempt) => {
        if ((races += 1) === 1) await bookBehind(1);
        return bookAlone(100)(loaded, attempt);
      },
    });
    expect(result).toMatchObject({ answer: { total: 101 }, version: 2 });
  });
});

describe('rows beside the facts', () => {
  const bookWith =
    (alongside: () => Promise<void>): Request['decide'] =>
    async (loaded, attempt) => ({ ...(await book(100)(loaded, attempt)), alongside });

  it('are written once, when the facts are recorded', async () => {
    let written = 0;
    const alongside = async () => {
      written += 1;
    };
    let races = 0;
    await execute({
      ...token('k'),
      decide: async (loaded, attempt) => {
        if ((races += 1) === 1) await bookBehind(1);
        return bookWith(alongside)(loaded, attempt);
      },
    });
    await execute({ ...token('k'), decide: bookWith(alongside) });
    expect(written).toBe(1);
    expect(await load()).toMatchObject({ state: { cents: 101 }, version: 2 });
  });

  it('that cannot be written leave nothing recorded', async () => {
    const command = execute({ decide: bookWith(() => Promise.reject(reject(overdrawn))) });
    await expect(command).rejects.toMatchObject({ code: 'till.overdrawn' });
    expect(await load()).toMatchObject({ version: 0 });
  });
});

describe('a repeated command', () => {
  it('gets the first answer with the version of then', async () => {
    const first = await execute(token('k'));
    await execute({ decide: book(1) });
    expect(await execute(token('k'))).toEqual({
      answer: first.answer,
      version: 1,
      replayed: true,
      events: [],
    });
    expect(await load()).toMatchObject({ state: { cents: 101 } });
  });

  it('gets the first answer even if deciding again would fail', async () => {
    await execute();
    await execute({ ...token('k'), decide: book(-100) });
    const again = await execute({ ...token('k'), decide: book(-100) });
    expect(again).toMatchObject({ replayed: true, answer: { total: 0 }, version: 2 });
  });

  it('gets the first answer even if the version it names has passed', async () => {
    await execute({ ...token('k'), expectedVersion: 0 });
    expect(await execute({ ...token('k'), expectedVersion: 0 })).toMatchObject({ replayed: true });
  });

  it.each([
    ['can be decided', 100],
    ['cannot be decided', -1_000],
  ])('with another request under its key is invalid, whether it %s', async (_name, cents) => {
    await execute(token('k', '0'));
    await expect(execute({ ...token('k', '1'), decide: book(cents) })).rejects.toMatchObject({
      kind: 'invalid_argument',
      code: 'event_store.idempotency_key_reused',
      violations: [{ field: 'Idempotency-Key' }],
    });
  });

  it('is refused like the first when that was refused', async () => {
    await expect(execute({ ...token('k'), decide: book(-1) })).rejects.toThrow(DomainError);
    await expect(execute({ ...token('k'), decide: book(-1) })).rejects.toMatchObject({
      code: 'till.overdrawn',
    });
  });
});

describe('the version the caller has seen', () => {
  it('must be the current one', async () => {
    await execute();
    await expect(execute({ expectedVersion: 0 })).rejects.toMatchObject({
      kind: 'aborted',
      code: 'event_store.version_mismatch',
      details: { expectedVersion: 0, currentVersion: 1 },
      violations: [{ field: 'If-Match' }],
    });
    expect(await execute({ expectedVersion: 1 })).toMatchObject({ version: 2 });
  });

  it('gives way to the refusal of a decision on what does not exist', async () => {
    await expect(execute({ expectedVersion: 3, decide: book(-1) })).rejects.toMatchObject({
      code: 'till.overdrawn',
    });
    await expect(execute({ expectedVersion: 3 })).rejects.toMatchObject({
      code: 'event_store.version_mismatch',
      details: { expectedVersion: 3, currentVersion: 0 },
    });
    expect(await load()).toMatchObject({ version: 0 });
  });
});
