import {
  createMemoryEventStore,
  executeCommand,
  loadAggregate,
  type Aggregate,
  type EventStore,
} from '@accounting/event-store';
import { newUuid } from '@accounting/kernel';
import { aUnit, anAppend, anEvent, metadata, newCompany, newStream, occurredAt } from './fixtures';

type Counted = { readonly type: 'Counted'; readonly data: { readonly by: number } };

const aggregate = (schemaVersion: number): Aggregate<Counted, number> => ({
  initialState: () => 0,
  evolve: (total, { data }) => total + data.by,
  snapshots: {
    schemaVersion,
    everyEvents: 4,
    toJson: (total) => ({ total }),
    fromJson: (json) => (json as { total: number }).total,
  },
});

const company = newCompany();
let store: EventStore<unknown>;
beforeEach(() => {
  store = createMemoryEventStore();
});

const count = async (
  counter: Aggregate<Counted, number>,
  streamId: `${string}-${string}`,
  times: number,
): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    await executeCommand(store, {
      companyId: company,
      aggregate: counter,
      streams: [{ streamId }],
      decide: () => ({
        events: [[1, 10].map((by) => ({ type: 'Counted' as const, data: { by } }))],
        answer: () => null,
      }),
      newUuid,
      occurredAt,
      metadata,
    });
  }
};

const replaceSnapshot = (streamId: `${string}-${string}`, total: number): Promise<void> =>
  store.saveSnapshot(company, streamId, {
    streamVersion: 4,
    schemaVersion: 1,
    state: { total },
  });

describe('snapshots', () => {
  it('are kept each time the stream passes a multiple of the interval', async () => {
    const streamId = newStream();
    await count(aggregate(1), streamId, 1);
    expect(await store.findSnapshot(company, streamId)).toBeUndefined();
    await count(aggregate(1), streamId, 2);
    expect(await store.findSnapshot(company, streamId)).toEqual({
      streamVersion: 4,
      schemaVersion: 1,
      state: { total: 22 },
    });
  });

  it('are where folding starts', async () => {
    const streamId = newStream();
    await count(aggregate(1), streamId, 3);
    await replaceSnapshot(streamId, 1_000);
    const loaded = await loadAggregate(store, aggregate(1), { companyId: company, streamId });
    expect(loaded).toEqual({ streamId, state: 1_011, version: 6 });
  });

  it('give the version when nothing came after them', async () => {
    const streamId = newStream();
    await count(aggregate(1), streamId, 2);
    const loaded = await loadAggregate(store, aggregate(1), { companyId: company, streamId });
    expect(loaded).toEqual({ streamId, state: 22, version: 4 });
  });

  it('of another schema version are ignored', async () => {
    const streamId = newStream();
    await count(aggregate(1), streamId, 3);
    await replaceSnapshot(streamId, 1_000);
    const loaded = await loadAggregate(store, aggregate(2), { companyId: company, streamId });
    expect(loaded).toEqual({ streamId, state: 33, version: 6 });
  });

  it('that cannot be kept do not fail the command that was recorded', async () => {
    const streamId = newStream();
    store.saveSnapshot = () => Promise.reject(new Error('no room'));
    await count(aggregate(1), streamId, 3);
    expect(await store.readStream(company, streamId, 0)).toHaveLength(6);
  });
});

describe('events of an older schema version', () => {
  it('are brought to the shape of today step by step', async () => {
    const streamId = newStream();
    const stored = [
      { ...anEvent({ amount: '1' }, 'Counted'), schemaVersion: 1 },
      { ...anEvent({ step: '10' }, 'Counted'), schemaVersion: 2 },
      { ...anEvent({ by: 100 }, 'Counted'), schemaVersion: 3 },
    ];
    await store.commit(aUnit(company, { appends: [anAppend(streamId, 0, ...stored)] }));
    const loaded = await loadAggregate(
      store,
      {
        initialState: () => 0,
        evolve: (total, { data }: Counted) => total + data.by,
        schemas: {
          Counted: {
            current: 3,
            upcast: {
              1: (data) => ({ step: (data as { amount: string }).amount }),
              2: (data) => ({ by: Number((data as { step: string }).step) }),
            },
          },
        },
      },
      { companyId: company, streamId },
    );
    expect(loaded).toEqual({ streamId, state: 111, version: 3 });
  });

  it('are written with the current version and never guessed at', async () => {
    const streamId = newStream();
    const versionTwo: Aggregate<Counted, number> = {
      ...aggregate(1),
      schemas: { Counted: { current: 2, upcast: {} } },
    };
    await count(versionTwo, streamId, 1);
    const [event] = await store.readStream(company, streamId, 0);
    expect(event?.schemaVersion).toBe(2);
    const load = (counter: Aggregate<Counted, number>): Promise<unknown> =>
      loadAggregate(store, counter, { companyId: company, streamId });
    await expect(load(aggregate(1))).rejects.toThrow('Counted version 2 is known');
    const versionThree = { ...versionTwo, schemas: { Counted: { current: 3, upcast: {} } } };
    await expect(load(versionThree)).rejects.toThrow('Counted can be upcast from version 2');
  });
});
