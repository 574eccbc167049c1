import { createDatabase, databaseMigrations, type Database } from '@accounting/database';
import {
  alpha,
  beta,
  createDisposableDatabase,
  noteSet,
  runOnce,
  type DisposableDatabase,
} from './fixtures';

let urls: DisposableDatabase;
let database: Database;

beforeAll(async () => {
  urls = await createDisposableDatabase([databaseMigrations, noteSet]);
  // One connection, so that every test meets the context that the one before it left behind.
  database = createDatabase({
    url: urls.serviceUrl,
    applicationName: 'tenancy-test',
    connectionsMax: 1,
  });
  await runOnce(urls.ownerUrl, `INSERT INTO note VALUES ('${alpha}', 'a'), ('${beta}', 'b')`);
  await runOnce(urls.ownerUrl, `INSERT INTO fact VALUES ('${alpha}', '2026-11-22')`);
});

afterAll(async () => {
  await database.close();
  await urls.drop();
});

const textsSeenBy = (companyId: typeof alpha): Promise<string[]> =>
  database.read(companyId, async (connection) => {
    const { rows } = await connection.query<{ text: string }>('SELECT text FROM note ORDER BY 1');
    return rows.map(({ text }) => text);
  });

describe('a connection without a company', () => {
  it('sees nothing, also after the same connection served a company', async () => {
    await textsSeenBy(alpha);
    const { rows } = await database.withoutCompany((connection) =>
      connection.query('SELECT * FROM note'),
    );
    expect(rows).toEqual([]);
  });

  it('writes nothing', async () => {
    const write = database.withoutCompany((connection) =>
      connection.query('INSERT INTO note VALUES ($1, $2)', [alpha, 'stray']),
    );
    await expect(write).rejects.toThrow('row-level security policy');
    expect(await textsSeenBy(alpha)).toEqual(['a']);
  });

  it('sees nothing when the pool is bypassed with the service role', async () => {
    expect(await runOnce(urls.serviceUrl, 'SELECT * FROM note')).toEqual([]);
  });
});

describe('a company', () => {
  it('sees its own rows only', async () => {
    expect(await textsSeenBy(alpha)).toEqual(['a']);
    expect(await textsSeenBy(beta)).toEqual(['b']);
  });

  it('sees its own rows only where all reads share one moment', async () => {
    const seen = await database.readConsistently(beta, async (connection) => {
      await connection.query('SELECT 1');
      return (await connection.query('SELECT text FROM note')).rows;
    });
    expect(seen).toEqual([{ text: 'b' }]);
  });

  it('cannot insert a row of another', async () => {
    const write = database.write([alpha], (transaction) =>
      transaction.query('INSERT INTO note VALUES ($1, $2)', [beta, 'planted']),
    );
    await expect(write).rejects.toThrow('row-level security policy');
  });

  it('changes and deletes no row of another', async () => {
    const changed = await database.write([alpha], async (transaction) => [
      (await transaction.query(`UPDATE note SET text = 'x' WHERE company_id = $1`, [beta]))
        .rowCount,
      (await transaction.query('DELETE FROM note WHERE company_id = $1', [beta])).rowCount,
    ]);
    expect(changed).toEqual([0, 0]);
    expect(await textsSeenBy(beta)).toEqual(['b']);
  });

  it('cannot hand a row of its own to another', async () => {
    const write = database.write([alpha], (transaction) =>
      transaction.query('UPDATE note SET company_id = $1', [beta]),
    );
    await expect(write).rejects.toThrow('row-level security policy');
  });

  it('must be a UUID, so that it can be written into a statement', async () => {
    const injected = `${alpha}'; DROP TABLE note; --` as typeof alpha;
    await expect(textsSeenBy(injected)).rejects.toThrow('consists of UUIDs');
  });
});

it('lets one transaction write for every company it names', async () => {
  await database.write([alpha, beta], (transaction) =>
    transaction.query('INSERT INTO note VALUES ($1, $3), ($2, $3)', [alpha, beta, 'shared']),
  );
  expect(await textsSeenBy(alpha)).toEqual(['a', 'shared']);
  expect(await textsSeenBy(beta)).toEqual(['b', 'shared']);
});

it('shows the background role no tenant rows unless a policy says so', async () => {
  await runOnce(urls.ownerUrl, 'GRANT SELECT ON note TO accounting_background');
  expect(await runOnce(urls.backgroundUrl, 'SELECT * FROM note')).toEqual([]);
});

describe('facts', () => {
  it.each([
    ['UPDATE', `UPDATE fact SET made_on = made_on + 1`],
    ['DELETE', 'DELETE FROM fact'],
    ['TRUNCATE', 'TRUNCATE fact'],
    ['UPDATE of a partition', `UPDATE fact_2026 SET made_on = made_on + 1`],
    ['DELETE from a partition', 'DELETE FROM fact_2026'],
    ['TRUNCATE of a partition', 'TRUNCATE fact_2026'],
  ])('refuse %s even to their owner', async (_name, sql) => {
    await expect(runOnce(urls.ownerUrl, sql)).rejects.toThrow(/are facts: \w+ is refused/);
  });

  it('keep their triggers on in a session that applies replicated changes', async () => {
    const modes = await runOnce(
      urls.ownerUrl,
      `SELECT DISTINCT tgenabled::text AS mode FROM pg_trigger WHERE tgname LIKE 'refuse_%'`,
    );
    expect(modes).toEqual([{ mode: 'A' }]);
  });

  it('are refused changes in partitions added later, once the partition is named', async () => {
    await runOnce(
      urls.ownerUrl,
      `CREATE TABLE fact_2027 PARTITION OF fact FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
       SELECT tenancy.forbid_change('fact_2027');
       INSERT INTO fact VALUES ('${alpha}', '2027-01-01');`,
    );
    for (const sql of ['DELETE FROM fact_2027', 'TRUNCATE fact_2027']) {
      await expect(runOnce(urls.ownerUrl, sql)).rejects.toThrow('are facts');
    }
  });
});
