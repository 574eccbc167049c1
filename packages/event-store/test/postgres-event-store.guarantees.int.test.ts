import { createDatabase } from '@accounting/database';
import {
  createPostgresEventLog,
  createPostgresEventStore,
  deleteIdempotencyRecordsBefore,
  type CommitOutcome,
  type EventStore,
} from '@accounting/event-store';
import type { Instant, Uuid } from '@accounting/kernel';
import { aClaim, anAppend, anEvent, aUnit, metadata, newStream, readWholeLog } from './fixtures';
import { openTwoProcesses, underWay } from './postgres-processes';

const given = openTwoProcesses();

describe('the log', () => {
  it('waits for a commit that is late, and then shows it before what came after', async () => {
    const { subject, store, company, recordedIds } = given();
    const log = createPostgresEventLog(subject);
    const idsShown = async (): Promise<readonly Uuid[]> =>
      (await readWholeLog(log))
        .filter(({ companyId }) => companyId === company)
        .map(({ eventId }) => eventId);
    const late = anEvent();
    const early = anEvent();
    const slow = await underWay(
      store,
      aUnit(company, { appends: [anAppend(newStream(), 0, late)] }),
    );
    await store.commit(aUnit(company, { appends: [anAppend(newStream(), 0, early)] }));
    expect(await recordedIds()).toEqual([early.eventId]);
    expect(await idsShown()).toEqual([]);
    slow.release();
    await slow.outcomes;
    // They show once older transactions anywhere on the server have ended, too.
    let shown: readonly Uuid[] = [];
    while (shown.length < 2) shown = await idsShown();
    expect(shown).toEqual([late.eventId, early.eventId]);
  });
});

describe('group commit', () => {
  it('lets units that wait share a transaction', async () => {
    const { store, company, asOwner } = given();
    await Promise.all(Array.from({ length: 300 }, () => store.commit(aUnit(company))));
    const [row] = await asOwner<{ transactions: string }>(
      `SELECT count(DISTINCT transaction_id) AS transactions
       FROM event_sourcing.event_store WHERE company_id = $1`,
      [company],
    );
    expect(Number(row?.transactions)).toBeLessThanOrEqual(4);
  });

  it('answers when the commit is visible to everyone', async () => {
    const { store, company, recordedIds } = given();
    await store.commit(aUnit(company));
    expect(await recordedIds()).toHaveLength(1);
  });

  it('refuses more than may wait and takes on work again afterwards', async () => {
    const { subject, company } = given();
    const small = createPostgresEventStore({
      database: subject.database,
      inlineProjections: [],
      limits: { queueUnitsMax: 5 },
    });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => small.commit(aUnit(company))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const result of results.slice(5)) {
      expect(result).toMatchObject({
        reason: { kind: 'resource_exhausted', code: 'event_store.queue_full' },
      });
    }
    expect((await small.commit(aUnit(company))).status).toBe('committed');
  });
});

describe('two processes', () => {
  it('never both win a version, whatever they commit at the same moment', async () => {
    const { store, otherStore, company } = given();
    const streams = Array.from({ length: 20 }, newStream);
    const attempt = (target: EventStore<unknown>): Promise<CommitOutcome[]> =>
      Promise.all(
        streams.map((stream) =>
          target.commit(
            aUnit(company, { appends: [anAppend(stream, 0), anAppend(newStream(), 0)] }),
          ),
        ),
      );
    const [mine, theirs] = await Promise.all([attempt(store), attempt(otherStore)]);
    for (const [index, stream] of streams.entries()) {
      const statuses = [mine[index]?.status, theirs[index]?.status].sort();
      expect(statuses).toEqual(['committed', 'version_conflict']);
      expect(await store.readStream(company, stream, 0)).toHaveLength(1);
    }
  });

  it('answer a request that reaches both at the same moment alike', async () => {
    const { store, otherStore, company } = given();
    const requests = Array.from({ length: 200 }, (_, index) =>
      (index % 2 === 0 ? store : otherStore).commit(aUnit(company, { idempotency: aClaim('k') })),
    );
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'committed')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'replayed')).toHaveLength(199);
  });

  it('keep reference data still while a decision on it is being recorded', async () => {
    const { store, otherStore, company, somebodyWaits } = given();
    const order: string[] = [];
    const recorded = await underWay(
      store,
      aUnit(company, { requiredMarkers: [{ name: 'accounts', version: 0 }] }),
    );
    const decision = recorded.outcomes.then(() => order.push('decision'));
    const change = otherStore
      .commit(aUnit(company, { advancedMarkers: ['accounts'] }))
      .then(() => order.push('change'));
    await somebodyWaits();
    expect(order).toEqual([]);
    recorded.release();
    await Promise.all([decision, change]);
    expect(order).toEqual(['decision', 'change']);
  });

  it('recover from a lost race of many units recorded together', async () => {
    const { store, otherStore, company, somebodyWaits } = given();
    const stream = newStream();
    const first = await underWay(store, aUnit(company, { appends: [anAppend(stream, 0)] }));
    const second = otherStore.commitTogether(
      [aUnit(company, { appends: [anAppend(stream, 0)] }), aUnit(company)],
      async () => undefined,
    );
    await somebodyWaits();
    first.release();
    expect((await first.outcomes).map(({ status }) => status)).toEqual(['committed']);
    expect((await second).map(({ status }) => status)).toEqual(['version_conflict', 'committed']);
  });
});

describe('what is stored', () => {
  it('keeps the text of data, metadata and answer byte for byte', async () => {
    const { store, company, asOwner } = given();
    const data = { b: '1.10', a: ['ლარი', { z: null, y: 1 }] };
    const claim = aClaim('k', '0', { z: 1, a: '1.10' });
    await store.commit(
      aUnit(company, { appends: [anAppend(newStream(), 0, anEvent(data))], idempotency: claim }),
    );
    const rows = await asOwner(
      `SELECT data::text, metadata::text, answer::text FROM event_sourcing.event_store
       JOIN event_sourcing.idempotency_records USING (company_id) WHERE company_id = $1`,
      [company],
    );
    expect(rows).toEqual([
      {
        data: JSON.stringify(data),
        metadata: JSON.stringify(metadata),
        answer: JSON.stringify(claim.answer),
      },
    ]);
  });
});

describe('idempotency records', () => {
  it('are forgotten once they are old, so many at a time', async () => {
    const { subject, store, company } = given();
    for (const key of ['a', 'b', 'c']) {
      await store.commit(aUnit(company, { idempotency: aClaim(key) }));
    }
    const { backgroundDatabase } = subject;
    const before = (instant: string, limit: number): Promise<number> =>
      deleteIdempotencyRecordsBefore(backgroundDatabase, instant as Instant, limit);
    expect(await before('2020-01-01T00:00:00.000Z', 100)).toBe(0);
    expect(await before('2999-01-01T00:00:00.000Z', 2)).toBe(2);
    expect(await before('2999-01-01T00:00:00.000Z', 10_000)).toBeGreaterThanOrEqual(1);
    expect(await store.findIdempotencyClaim(company, 'a')).toBeUndefined();
    expect(await store.commit(aUnit(company, { idempotency: aClaim('a') }))).toMatchObject({
      status: 'committed',
    });
  });
});

it('fails all that wait after one attempt while the database does not answer', async () => {
  const { company } = given();
  const nowhere = createDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    applicationName: 'nowhere',
  });
  let attempts = 0;
  const counted: typeof nowhere = {
    ...nowhere,
    write: (companyIds, work) => {
      attempts += 1;
      return nowhere.write(companyIds, work);
    },
  };
  const unreachable = createPostgresEventStore({ database: counted, inlineProjections: [] });
  const results = await Promise.allSettled(
    Array.from({ length: 500 }, () => unreachable.commit(aUnit(company))),
  );
  for (const result of results) expect(result).toMatchObject({ reason: { kind: 'unavailable' } });
  expect(attempts).toBe(1);
  await nowhere.close();
});

it('keeps the first answer when the connection broke after the commit', async () => {
  const { subject, company } = given();
  const unit = aUnit(company, { idempotency: aClaim('k') });
  let cut = true;
  const database: typeof subject.database = {
    ...subject.database,
    write: async (companyIds, work) => {
      const result = await subject.database.write(companyIds, work);
      if (!cut) return result;
      cut = false;
      throw Object.assign(new Error('the answer to COMMIT was lost'), { code: 'ECONNRESET' });
    },
  };
  const cutStore = createPostgresEventStore({ database, inlineProjections: [] });
  await expect(cutStore.commit(unit)).rejects.toThrow('was lost');
  expect(await cutStore.commit(unit)).toEqual({ status: 'replayed', answer: { key: 'k' } });
});
