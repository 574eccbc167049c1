import { createDatabase, type Transaction } from '@accounting/database';
import {
  createPostgresEventLog,
  createPostgresEventStore,
  deleteIdempotencyRecordsBefore,
  type CommitOutcome,
  type EventLog,
  type EventStore,
} from '@accounting/event-store';
import type { CompanyId, Instant } from '@accounting/kernel';
import { Client, type QueryResultRow } from 'pg';
import { aClaim, anAppend, anEvent, aUnit, newCompany, newStream } from './fixtures';
import { createPostgresSubject, type PostgresSubject } from './postgres-subject';

let subject: PostgresSubject;
let store: EventStore<Transaction>;
/** A second process of the same service. */
let otherStore: EventStore<Transaction>;
let log: EventLog;
let company: CompanyId;
let owner: Client;

beforeAll(async () => {
  subject = await createPostgresSubject();
  const { database, backgroundDatabase } = subject;
  store = createPostgresEventStore({ database, inlineProjections: [] });
  otherStore = createPostgresEventStore({ database, inlineProjections: [] });
  log = createPostgresEventLog({ backgroundDatabase });
  owner = new Client({ connectionString: subject.urls.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await subject.close();
});
beforeEach(() => {
  company = newCompany();
});

const asOwner = async <Row extends QueryResultRow>(
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> => (await owner.query<Row>(sql, [...values])).rows;

/** A promise and the means to settle it. */
const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

const idsInLog = async (): Promise<string[]> =>
  (await log.readCommitted(undefined, 10_000))
    .filter(({ companyId }) => companyId === company)
    .map(({ eventId }) => eventId);

describe('the log', () => {
  it('waits for a commit that is late, and then shows it before what came after', async () => {
    const late = anEvent();
    const early = anEvent();
    const [written, release] = [gate(), gate()];
    const slow = store.commitTogether(
      [aUnit(company, { appends: [anAppend(newStream(), 0, late)] })],
      async () => {
        written.open();
        await release.opened;
      },
    );
    await written.opened;
    await store.commit(aUnit(company, { appends: [anAppend(newStream(), 0, early)] }));
    const sequences = await asOwner<{ event_id: string }>(
      'SELECT event_id FROM event_sourcing.event_store WHERE company_id = $1',
      [company],
    );
    expect(sequences).toEqual([{ event_id: early.eventId }]);
    expect(await idsInLog()).toEqual([]);
    release.open();
    await slow;
    expect(await idsInLog()).toEqual([late.eventId, early.eventId]);
  });
});

describe('group commit', () => {
  it('lets units that wait share a transaction', async () => {
    await Promise.all(Array.from({ length: 300 }, () => store.commit(aUnit(company))));
    const [row] = await asOwner<{ transactions: string }>(
      `SELECT count(DISTINCT transaction_id) AS transactions
       FROM event_sourcing.event_store WHERE company_id = $1`,
      [company],
    );
    expect(Number(row?.transactions)).toBeLessThanOrEqual(4);
  });

  it('answers when the commit is visible to everyone', async () => {
    await store.commit(aUnit(company, { appends: [anAppend(newStream(), 0)] }));
    expect(await idsInLog()).toHaveLength(1);
  });

  it('refuses more than may wait and takes on work again afterwards', async () => {
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
    const requests = Array.from({ length: 200 }, (_, index) =>
      (index % 2 === 0 ? store : otherStore).commit(aUnit(company, { idempotency: aClaim('k') })),
    );
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'committed')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'replayed')).toHaveLength(199);
  });

  it('keep reference data still while a decision on it is being recorded', async () => {
    const [recorded, release] = [gate(), gate()];
    const order: string[] = [];
    const decision = store
      .commitTogether(
        [aUnit(company, { requiredMarkers: [{ name: 'accounts', version: 0 }] })],
        async () => {
          recorded.open();
          await release.opened;
        },
      )
      .then(() => order.push('decision'));
    await recorded.opened;
    const change = otherStore
      .commit(aUnit(company, { advancedMarkers: ['accounts'] }))
      .then(() => order.push('change'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(order).toEqual([]);
    release.open();
    await Promise.all([decision, change]);
    expect(order).toEqual(['decision', 'change']);
  });

  it('recover from a lost race of many units recorded together', async () => {
    const stream = newStream();
    const [recorded, release] = [gate(), gate()];
    const first = store.commitTogether(
      [aUnit(company, { appends: [anAppend(stream, 0)] })],
      async () => {
        recorded.open();
        await release.opened;
      },
    );
    await recorded.opened;
    const second = otherStore.commitTogether(
      [aUnit(company, { appends: [anAppend(stream, 0)] }), aUnit(company)],
      async () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    release.open();
    expect((await first).map(({ status }) => status)).toEqual(['committed']);
    expect((await second).map(({ status }) => status)).toEqual(['version_conflict', 'committed']);
  });
});

describe('a unit decided alone', () => {
  const relying = (companyId: CompanyId) =>
    aUnit(companyId, { requiredMarkers: [{ name: 'accounts', version: 0 }] });
  const held = () => ({ companyId: company, name: 'accounts', version: 0 });

  /** Resolves when somebody waits for a lock that somebody else holds. */
  const somebodyWaits = async (): Promise<void> => {
    const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE NOT granted AND datname = current_database()`;
    while ((await asOwner(waiting, [])).length === 0);
  };
  const countEvents = async (transaction: Transaction): Promise<number> => {
    const { rows } = await transaction.query<{ count: string }>(
      'SELECT count(*) FROM event_sourcing.event_store WHERE company_id = $1',
      [company],
    );
    return Number(rows[0]?.count);
  };

  it('sees what was under way when it was asked for', async () => {
    const [written, release] = [gate(), gate()];
    const underWay = store.commitTogether([relying(company)], async () => {
      written.open();
      await release.opened;
    });
    await written.opened;
    const alone = otherStore.commitAlone(held(), async (transaction) => ({
      unit: relying(company),
      before: await countEvents(transaction),
    }));
    await somebodyWaits();
    release.open();
    await underWay;
    expect((await alone).decided?.before).toBe(1);
  });

  it('lets nothing come between the decision and the commit', async () => {
    const [deciding, decide] = [gate(), gate()];
    const alone = store.commitAlone(held(), async (transaction) => {
      deciding.open();
      await decide.opened;
      return { unit: relying(company), before: await countEvents(transaction) };
    });
    await deciding.opened;
    const later = Promise.all([store, otherStore].map((each) => each.commit(relying(company))));
    await somebodyWaits();
    expect(await idsInLog()).toEqual([]);
    decide.open();
    const { decided, outcome } = await alone;
    expect(decided?.before).toBe(0);
    const [first, ...others] = await later.then(idsInLog);
    expect(outcome).toMatchObject({ events: [{ eventId: first }] });
    expect(others).toHaveLength(2);
  });

  it('holds up no other company, nor what does not rely on the marker', async () => {
    const [deciding, decide] = [gate(), gate()];
    const alone = store.commitAlone(held(), async () => {
      deciding.open();
      await decide.opened;
      return { unit: relying(company) };
    });
    await deciding.opened;
    const outcomes = await Promise.all([
      store.commit(relying(newCompany())),
      store.commit(aUnit(company)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['committed', 'committed']);
    decide.open();
    expect((await alone).outcome.status).toBe('committed');
  });

  it('waits for others of its company on one connection, however many are asked for', async () => {
    const database = createDatabase({
      url: subject.urls.serviceUrl,
      applicationName: 'small',
      connectionsMax: 2,
    });
    const small = createPostgresEventStore({ database, inlineProjections: [] });
    const [deciding, decide] = [gate(), gate()];
    const all = Array.from({ length: 5 }, () =>
      small.commitAlone(held(), async () => {
        deciding.open();
        await decide.opened;
        return { unit: relying(company) };
      }),
    );
    await deciding.opened;
    expect((await small.commit(relying(newCompany()))).status).toBe('committed');
    decide.open();
    for (const { outcome } of await Promise.all(all)) expect(outcome.status).toBe('committed');
    await database.close();
  });

  it('is decided again after a lost race', async () => {
    const stream = newStream();
    const [written, release] = [gate(), gate()];
    const first = store.commitTogether(
      [aUnit(company, { appends: [anAppend(stream, 0)] })],
      async () => {
        written.open();
        await release.opened;
      },
    );
    await written.opened;
    let decisions = 0;
    const alone = otherStore.commitAlone(held(), async () => {
      decisions += 1;
      return { unit: aUnit(company, { appends: [anAppend(stream, 0)] }) };
    });
    await somebodyWaits();
    release.open();
    await first;
    expect((await alone).outcome.status).toBe('version_conflict');
    expect(decisions).toBe(2);
  });
});

describe('what is stored', () => {
  it('keeps the text of data, metadata and answer byte for byte', async () => {
    const data = { b: '1.10', a: ['ლარი', { z: null, y: 1 }] };
    const claim = aClaim('k', '0', { z: 1, a: '1.10' });
    await store.commit(
      aUnit(company, { appends: [anAppend(newStream(), 0, anEvent(data))], idempotency: claim }),
    );
    const rows = await asOwner(
      `SELECT data::text, answer::text FROM event_sourcing.event_store
       JOIN event_sourcing.idempotency_records USING (company_id) WHERE company_id = $1`,
      [company],
    );
    expect(rows).toEqual([{ data: JSON.stringify(data), answer: JSON.stringify(claim.answer) }]);
  });
});

describe('the role of the service', () => {
  const as = async (url: string, sql: string, companyId?: CompanyId): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      if (companyId !== undefined) await client.query(`SET app.company_ids = '${companyId}'`);
      return (await client.query<QueryResultRow>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const noEvents = `'{}', '{}', '{}', '{}', '{}', '{}', '{}', '', '', '{}'`;
  const tables = [
    'event_store',
    'idempotency_records',
    'aggregate_snapshots',
    'consistency_markers',
  ];

  beforeEach(async () => {
    const streamId = newStream();
    await store.commit(aUnit(company, { idempotency: aClaim('k'), advancedMarkers: ['accounts'] }));
    const snapshot = { streamVersion: 1, schemaVersion: 1, state: {} };
    await store.saveSnapshot(company, streamId, snapshot);
  });

  it.each(tables)('sees in %s nothing without a company or as another one', async (table) => {
    const sql = `SELECT company_id FROM event_sourcing.${table}`;
    expect(await as(subject.urls.serviceUrl, sql)).toEqual([]);
    expect(await as(subject.urls.serviceUrl, sql, newCompany())).toEqual([]);
    expect(await as(subject.urls.serviceUrl, sql, company)).toEqual([{ company_id: company }]);
  });

  it.each([
    ['event_store', 'DELETE FROM event_sourcing.event_store'],
    ['event_store', `UPDATE event_sourcing.event_store SET data = '{}'`],
    ['idempotency_records', 'DELETE FROM event_sourcing.idempotency_records'],
    ['consistency_markers', 'UPDATE event_sourcing.consistency_markers SET version = 0'],
    ['checkpoints', 'SELECT FROM event_sourcing.checkpoints'],
  ])('may not touch %s but through the store: %s', async (table, sql) => {
    await expect(as(subject.urls.serviceUrl, sql, company)).rejects.toThrow(
      `permission denied for table ${table}`,
    );
  });

  it('records nothing for a company that the transaction is not for', async () => {
    const sql = `SELECT status FROM event_sourcing.record_units(
      '{1}', '{${company}}', '{stray}', '{h}', '{}', ${noEvents}, NULL)`;
    for (const companyId of [undefined, newCompany()]) {
      expect(await as(subject.urls.serviceUrl, sql, companyId)).toEqual([
        { status: 'foreign_company' },
      ]);
    }
    expect(await store.findIdempotencyClaim(company, 'stray')).toBeUndefined();
  });

  it('of the background reads every event and writes no fact', async () => {
    const { backgroundUrl } = subject.urls;
    const events = await as(backgroundUrl, 'SELECT FROM event_sourcing.event_store');
    expect(events.length).toBeGreaterThan(0);
    for (const sql of [
      'SELECT FROM event_sourcing.idempotency_records',
      'SELECT FROM event_sourcing.aggregate_snapshots',
      'DELETE FROM event_sourcing.event_store',
      `SELECT event_sourcing.record_units('{}', '{}', '{}', '{}', '', ${noEvents}, NULL)`,
    ]) {
      await expect(as(backgroundUrl, sql)).rejects.toThrow('permission denied');
    }
  });

  it.each([
    'UPDATE event_sourcing.event_store SET stream_version = 9',
    'TRUNCATE event_sourcing.event_store',
  ])('cannot, and not even the owner can: %s', async (sql) => {
    await expect(as(subject.urls.ownerUrl, sql)).rejects.toThrow('are facts');
  });
});

describe('idempotency records', () => {
  it('are forgotten once they are old, so many at a time', async () => {
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

it('fails all that wait, at once, while the database does not answer', async () => {
  const nowhere = createDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    applicationName: 'nowhere',
  });
  const unreachable = createPostgresEventStore({ database: nowhere, inlineProjections: [] });
  const started = performance.now();
  const results = await Promise.allSettled(
    Array.from({ length: 500 }, () => unreachable.commit(aUnit(company))),
  );
  expect(performance.now() - started).toBeLessThan(2_000);
  for (const result of results) expect(result).toMatchObject({ reason: { kind: 'unavailable' } });
  await nowhere.close();
});

it('keeps the first answer when the connection broke after the commit', async () => {
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
