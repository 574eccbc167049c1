import { Client } from 'pg';
import {
  accountCreated,
  newCompany,
  posted,
  startLedger,
  type TestLedger,
} from '../infrastructure/ledger-fixture';

let ledger: TestLedger;
let tables: readonly string[];
const [owner, stranger] = [newCompany(), newCompany()];

/** A plain connection with the service's own role, as an intruder would have it. */
const asService = async <Result>(
  companyId: string | undefined,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client({ connectionString: ledger.test.serviceUrl });
  await client.connect();
  try {
    if (companyId !== undefined) await client.query(`SET app.company_ids = '${companyId}'`);
    return await work(client);
  } finally {
    await client.end();
  }
};

const countRows = async (client: Client, table: string): Promise<number> => {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ledger.${table}`,
  );
  return rows[0]?.count ?? -1;
};

/** One row in every table of the ledger, whatever the table, for the company named. */
const fillTables = async (): Promise<void> => {
  const [cash, sales] = [accountCreated({ code: '1110' }), accountCreated({ code: '6110' })];
  await ledger.record(owner, cash);
  await ledger.record(owner, sales);
  await ledger.record(
    owner,
    posted({
      debit: cash.data.accountId,
      credit: sales.data.accountId,
      on: '2026-11-05',
      entry: { project: 'shop' },
    }),
  );
  await ledger.database.write([owner], async (transaction) => {
    for (const statement of plainRows) await transaction.query(statement, [owner]);
  });
};

const id = "'01930000-0000-7000-8000-000000000001'";
const plainRows = [
  `INSERT INTO ledger.fiscal_periods VALUES ($1, '2026-01-01', 'closed', 1, 'nino', now(), NULL)`,
  `INSERT INTO ledger.fiscal_years VALUES ($1, 2025, 'closed', 1, NULL, 0, 'nino', now(), NULL)`,
  `INSERT INTO ledger.exchange_rates
   VALUES ($1, 'USD', '2026-11-05', 2.7, 'nbg', 1, 'nino', now())`,
  `INSERT INTO ledger.ledger_settings
   VALUES ($1, ${id}, ${id}, ${id}, ${id}, true, NULL, 1, 'nino', now())`,
  `INSERT INTO ledger.import_batches (company_id, batch_id, mode, format, status, requested_by,
   started_at) VALUES ($1, 'b1', 'skip_bad_rows', 'csv', 'receiving', 'nino', now())`,
  `INSERT INTO ledger.import_errors VALUES ($1, 'b1', 1, 1, '', 'code', 'message')`,
  `INSERT INTO ledger.import_chunks VALUES ($1, 'b1', 1, 1, '[]')`,
];

beforeAll(async () => {
  ledger = await startLedger();
  await fillTables();
  tables = await ledger.owner.withoutCompany(async (connection) => {
    const { rows } = await connection.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'p')
         AND NOT relispartition ORDER BY relname`,
    );
    return rows.map(({ name }) => name);
  });
});

afterAll(() => ledger.close());

describe('every table of the ledger', () => {
  it('is known to this test', () => {
    expect(tables).toHaveLength(13);
  });

  it('shows its rows to their company', async () => {
    await asService(owner, async (client) => {
      for (const table of tables)
        expect([table, await countRows(client, table)]).not.toEqual([table, 0]);
    });
  });

  it('shows nothing without a company', async () => {
    await asService(undefined, async (client) => {
      for (const table of tables)
        expect([table, await countRows(client, table)]).toEqual([table, 0]);
    });
  });

  it('shows nothing to another company', async () => {
    await asService(stranger, async (client) => {
      for (const table of tables)
        expect([table, await countRows(client, table)]).toEqual([table, 0]);
    });
  });

  it('takes no row of a company that is not the connection’s', async () => {
    const rows = new Map<string, unknown>();
    for (const table of tables) {
      const found = await ledger.owner.withoutCompany((connection) =>
        connection.query(`SELECT * FROM ledger.${table} LIMIT 1`),
      );
      rows.set(table, found.rows[0]);
    }
    await asService(stranger, async (client) => {
      for (const [table, row] of rows) {
        const copied = client.query(
          `INSERT INTO ledger.${table}
           SELECT * FROM json_populate_record(NULL::ledger.${table}, $1)`,
          [JSON.stringify(row)],
        );
        await expect(copied).rejects.toThrow(/row-level security|permission denied/);
      }
    });
  });

  it('changes and deletes no row of another company', async () => {
    await asService(stranger, async (client) => {
      for (const table of tables) {
        const change = `UPDATE ledger.${table} SET company_id = company_id`;
        const deletion = `DELETE FROM ledger.${table}`;
        for (const statement of [change, deletion]) {
          const affected = await client.query(statement).then(
            ({ rowCount }) => rowCount,
            (error: unknown) => (String(error).includes('permission denied') ? 0 : error),
          );
          expect([statement, affected]).toEqual([statement, 0]);
        }
      }
    });
  });
});

describe('a partition of the journal', () => {
  it('cannot be reached past its parent', async () => {
    await asService(owner, async (client) => {
      await expect(client.query('SELECT FROM ledger.journal_entries_2026_11')).rejects.toThrow(
        /permission denied/,
      );
    });
  });
});

describe('the background role', () => {
  it('sees which imports there are, and nothing else of the ledger', async () => {
    const client = new Client({ connectionString: ledger.test.backgroundUrl });
    await client.connect();
    try {
      expect(await countRows(client, 'import_batches')).toBe(1);
      for (const table of tables.filter((name) => name !== 'import_batches')) {
        await expect(countRows(client, table)).rejects.toThrow(/permission denied/);
      }
    } finally {
      await client.end();
    }
  });
});
