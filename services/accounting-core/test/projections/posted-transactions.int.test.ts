import { createPostgresEventStore } from '@accounting/event-store';
import { AccountingMonth } from '@accounting/kernel';
import { rebuildReadModels } from '@accounting/service-host';
import { inlineProjections, refillReadModels } from '../../src/projections';
import { accountingCore } from '../../src/service';
import { startLedger, unitOf, type TestLedger } from '../infrastructure/ledger-fixture';
import { randomMonth, type RecordedStep } from './random-month';

let ledger: TestLedger;
let steps: readonly RecordedStep[];

/** The content of every table that follows from events, as text, in the order of its key. */
const contents = async (): Promise<Readonly<Record<string, readonly unknown[]>>> => {
  const tables = {
    accounts: 'company_id, account_id',
    transactions: 'company_id, transaction_id',
    journal_entries: 'company_id, transaction_id, entry_number',
    account_balances: 'company_id, account_id, currency, month',
    account_balance_history: 'company_id, date, account_id, currency',
    dimension_balances: 'company_id, dimension_type, dimension_value, account_id, currency, month',
    fiscal_periods: 'company_id, period',
    fiscal_years: 'company_id, year',
    exchange_rates: 'company_id, currency, date',
    ledger_settings: 'company_id',
  };
  return ledger.owner.withoutCompany(async (connection) => {
    const result: Record<string, readonly unknown[]> = {};
    for (const [table, key] of Object.entries(tables)) {
      const { rows } = await connection.query(`SELECT * FROM ledger.${table} ORDER BY ${key}`);
      result[table] = rows;
    }
    return result;
  });
};

const sums = `sum(debit)::numeric(25, 4) AS debit, sum(credit)::numeric(25, 4) AS credit,
  sum(debit_gel)::numeric(25, 2) AS debit_gel, sum(credit_gel)::numeric(25, 2) AS credit_gel,
  count(*) AS entry_count`;

const journalSums = {
  account_balances: `SELECT company_id, account_id, currency,
    date_trunc('month', transaction_date)::date AS month, ${sums}
    FROM ledger.journal_entries GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  account_balance_history: `SELECT company_id, transaction_date AS date, account_id, currency,
    ${sums} FROM ledger.journal_entries GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
  dimension_balances: `SELECT company_id, dimension.type AS dimension_type,
    dimension.value COLLATE "C" AS dimension_value, account_id, currency,
    date_trunc('month', transaction_date)::date AS month, ${sums}
    FROM ledger.journal_entries CROSS JOIN LATERAL (VALUES ('project', project),
      ('cost_centre', cost_centre), ('counterparty_tin', counterparty_tin))
      AS dimension(type, value)
    WHERE dimension.value IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6`,
};

/** In many commits of two replicas at once; a step waits only for those of the same stream. */
const recordConcurrently = async (): Promise<void> => {
  await ledger.partitions.ensure(['2026-09', '2026-10', '2026-11'].map(AccountingMonth.of));
  const { database } = ledger;
  const open = () => createPostgresEventStore({ database, inlineProjections });
  const [one, other] = [open(), open()];
  const later = steps.filter(({ streamVersion }) => streamVersion > 1);
  const first = steps.filter(({ streamVersion }) => streamVersion === 1);
  for (const wave of [first, later]) {
    const outcomes = await Promise.all(
      wave.map(({ companyId, event, streamVersion }, index) =>
        (index % 2 === 0 ? one : other).commit(unitOf(companyId, event, streamVersion)),
      ),
    );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['committed']));
  }
};

beforeAll(async () => {
  ledger = await startLedger();
  steps = randomMonth(7, 400);
  await recordConcurrently();
});

afterAll(() => ledger.close());

describe('after random postings from many requests at once', () => {
  it.each(Object.entries(journalSums))(
    'the rows of %s are the sums of the journal',
    async (table, query) => {
      const { rows } = await ledger.owner.withoutCompany((connection) => connection.query(query));
      const kept = (await contents())[table];
      expect(rows.length).toBeGreaterThan(20);
      expect(kept).toEqual(rows);
    },
  );

  it('every journal entry is on an account of its company', async () => {
    const { rows } = await ledger.owner.withoutCompany((connection) =>
      connection.query(
        `SELECT FROM ledger.journal_entries LEFT JOIN ledger.accounts AS account
         USING (company_id, account_id) WHERE account.account_id IS NULL`,
      ),
    );
    expect(rows).toEqual([]);
  });

  it('text of any alphabet and with any quotes comes back as it was sent', async () => {
    const { journal_entries: entries = [] } = await contents();
    const texts = new Set((entries as { cost_centre: string }[]).map((row) => row.cost_centre));
    expect(texts).toEqual(new Set([null, 'centre "0" \\ {}', 'centre "1" \\ {}']));
  });
});

describe('a rebuild', () => {
  const rebuild = (definition: typeof accountingCore, ownerUrl = ledger.test.ownerUrl) =>
    rebuildReadModels(definition, {
      environment: { OWNER_DATABASE_URL: ownerUrl },
      report: () => undefined,
    });

  /** Rows that no fact explains any more, for a rebuild to put right. */
  const spoil = () =>
    ledger.owner.withoutCompany(async (connection) => {
      await connection.query('UPDATE ledger.account_balances SET debit_gel = debit_gel + 1');
      await connection.query('DELETE FROM ledger.dimension_balances');
    });

  it('makes the same tables from the facts alone', async () => {
    const before = await contents();
    await spoil();
    expect(await contents()).not.toEqual(before);
    await expect(rebuild(accountingCore)).resolves.toBe(steps.length);
    expect(await contents()).toEqual(before);
  });

  it('leaves everything as it was when it fails', async () => {
    const before = await contents();
    const failing: typeof accountingCore = {
      ...accountingCore,
      refillReadModels: async (transaction, facts) => {
        await refillReadModels(transaction, facts);
        throw new Error('no more room');
      },
    };
    await expect(rebuild(failing)).rejects.toThrow('no more room');
    expect(await contents()).toEqual(before);
  });

  it('is not for the service’s role', async () => {
    const { serviceUrl } = ledger.test;
    await expect(rebuild(accountingCore, serviceUrl)).rejects.toThrow(/permission denied/);
  });
});
