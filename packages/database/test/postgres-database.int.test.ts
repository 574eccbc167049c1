import {
  createDatabase,
  databaseMigrations,
  queryAtLength,
  type Database,
} from '@accounting/database';
import {
  alpha,
  createDisposableDatabase,
  noteSet,
  runOnce,
  type DisposableDatabase,
} from './fixtures';

let urls: DisposableDatabase;
let database: Database;

beforeAll(async () => {
  urls = await createDisposableDatabase([databaseMigrations, noteSet]);
  database = createDatabase({
    url: urls.serviceUrl,
    applicationName: 'pool-test',
    connectionsMax: 2,
    connectTimeoutMs: 300,
    statementTimeoutMs: 400,
  });
});

afterAll(async () => {
  await database.close();
  await urls.drop();
});

const countNotes = async (): Promise<number> =>
  (await database.read(alpha, (connection) => connection.query('SELECT FROM note'))).rowCount ?? 0;

describe('a transaction', () => {
  beforeEach(() => runOnce(urls.ownerUrl, 'DELETE FROM note'));

  it('keeps what it wrote when its work resolves', async () => {
    const result = await database.write([alpha], async (transaction) => {
      await transaction.query('INSERT INTO note VALUES ($1, $2)', [alpha, 'kept']);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await countNotes()).toBe(1);
  });

  it('leaves nothing behind when its work rejects, and rejects with the same error', async () => {
    const failure = new Error('changed my mind');
    const write = database.write([alpha], async (transaction) => {
      await transaction.query('INSERT INTO note VALUES ($1, $2)', [alpha, 'gone']);
      throw failure;
    });
    await expect(write).rejects.toBe(failure);
    expect(await countNotes()).toBe(0);
  });

  it('rejects when a failed statement was passed over, because nothing was recorded', async () => {
    const write = database.write([alpha], async (transaction) => {
      await transaction.query('INSERT INTO note VALUES ($1, $2)', [alpha, 'gone']);
      await transaction.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(write).rejects.toMatchObject({ kind: 'aborted' });
    expect(await countNotes()).toBe(0);
  });

  it('rejects with the constraint that only its end could check', async () => {
    const write = database.write([], (transaction) =>
      transaction.query('INSERT INTO pair VALUES (1, 2)'),
    );
    await expect(write).rejects.toMatchObject({ code: '23503', table: 'pair' });
    await expect(database.ping()).resolves.toBeUndefined();
  });

  it('cannot be used once it has ended', async () => {
    const leaked = await database.write([alpha], async (transaction) => transaction);
    expect(() => leaked.query('SELECT 1')).toThrow('only until its work settles');
  });

  it('that only reads refuses to write', async () => {
    const write = database.readConsistently(alpha, (connection) =>
      connection.query('INSERT INTO note VALUES ($1, $2)', [alpha, 'gone']),
    );
    await expect(write).rejects.toThrow('read-only transaction');
  });
});

describe('failures', () => {
  it('of a statement reach the caller unchanged', async () => {
    const read = database.read(alpha, (connection) => connection.query('SELECT 1 / 0'));
    await expect(read).rejects.toMatchObject({ name: 'error', code: '22012' });
  });

  it('are deadline_exceeded when a statement takes too long', async () => {
    const read = database.read(alpha, (connection) => connection.query('SELECT pg_sleep(5)'));
    await expect(read).rejects.toMatchObject({
      kind: 'deadline_exceeded',
      code: 'database.deadline_exceeded',
    });
  });

  it('are met later by a statement that may take longer', async () => {
    const sleepAtLength = (timeoutMs: number) =>
      database.write([], (transaction) =>
        queryAtLength(transaction, timeoutMs, { text: "SELECT pg_sleep(0.8), 'awake' AS state" }),
      );
    expect((await sleepAtLength(5_000)).rows).toMatchObject([{ state: 'awake' }]);
    await expect(sleepAtLength(600)).rejects.toMatchObject({ kind: 'deadline_exceeded' });
    // Others on the same connections are as impatient as before.
    const read = database.read(alpha, (connection) => connection.query('SELECT pg_sleep(0.8)'));
    await expect(read).rejects.toMatchObject({ kind: 'deadline_exceeded' });
  });

  it('are unavailable when no connection becomes free in time', async () => {
    const hold = (): Promise<unknown> =>
      database.read(alpha, (connection) => connection.query('SELECT pg_sleep(0.39)'));
    const holders = [hold(), hold()];
    await expect(database.ping()).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'database.unavailable',
    });
    await Promise.all(holders);
  });

  it('are aborted when two transactions wait for each other', async () => {
    const raise = (first: string, second: string): Promise<void> =>
      database.write([], async (transaction) => {
        await transaction.query(`SET LOCAL statement_timeout = '5s'`);
        await transaction.query('UPDATE counter SET value = value + 1 WHERE name = $1', [first]);
        await transaction.query('SELECT pg_sleep(0.2)');
        await transaction.query('UPDATE counter SET value = value + 1 WHERE name = $1', [second]);
      });
    const results = await Promise.allSettled([raise('left', 'right'), raise('right', 'left')]);
    const rejected = results.filter((result) => result.status === 'rejected');
    expect(rejected).toMatchObject([{ reason: { kind: 'aborted', code: 'database.aborted' } }]);
  });

  it('are aborted when a serialisable transaction lost its race', async () => {
    const write = database.write([], async (transaction) => {
      await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await transaction.query('SELECT value FROM counter');
      await runOnce(urls.ownerUrl, 'UPDATE counter SET value = value + 1');
      await transaction.query('UPDATE counter SET value = value + 1');
    });
    await expect(write).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('are unavailable once the database was closed', async () => {
    const closed = createDatabase({ url: urls.serviceUrl, applicationName: 'closed' });
    await closed.ping();
    await Promise.all([closed.close(), closed.close()]);
    await expect(closed.ping()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('values', () => {
  it('arrive as accounting dates, instants and exact text', async () => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query(`SELECT
        date '2026-11-22' AS "on",
        ARRAY[date '2026-11-22', NULL] AS dates,
        ARRAY[]::date[] AS "noDates",
        timestamptz '2026-11-22 14:15:30.5+04' AS "at",
        12345678901234567.89::numeric AS amount,
        9007199254740993::bigint AS big,
        '{"a": "10.10"}'::json AS data`),
    );
    expect(rows).toEqual([
      {
        on: '2026-11-22',
        dates: ['2026-11-22', null],
        noDates: [],
        at: '2026-11-22T10:15:30.500Z',
        amount: '12345678901234567.89',
        big: '9007199254740993',
        data: { a: '10.10' },
      },
    ]);
  });

  it('sort as Georgian where a query asks for it', async () => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<{ name: string }>(
        `SELECT name FROM unnest(ARRAY['ჰ', 'ა', 'b', 'ბ']) AS name
         ORDER BY name COLLATE "ka-x-icu"`,
      ),
    );
    expect(rows.map(({ name }) => name)).toEqual(['ა', 'ბ', 'ჰ', 'b']);
  });
});
