import { createDatabase } from '@accounting/database';
import { AccountingMonth, type Instant } from '@accounting/kernel';
import {
  createJournalPartitions,
  journalPartitionsJob,
} from '../../src/infrastructure/journal-partitions.postgres';
import { newAccount, newCompany, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
const company = newCompany();

beforeAll(async () => {
  ledger = await startLedger();
  await ledger.partitions.ensure([AccountingMonth.of('2026-11')]);
});

afterAll(() => ledger.close());

/** Names of the partitions whose name is like the one given. */
const partitionsLike = async (pattern: string): Promise<readonly string[]> => {
  const { rows } = await ledger.owner.withoutCompany((connection) =>
    connection.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
       WHERE inhparent = 'ledger.journal_entries'::regclass
         AND inhrelid::regclass::text LIKE $1 ORDER BY name`,
      [pattern],
    ),
  );
  return rows.map(({ name }) => name);
};

describe('monthly partitions', () => {
  const months = ['2027-01', '2027-02', '2027-03'].map((month) => AccountingMonth.of(month));

  it('are made once when many processes need them at the same moment', async () => {
    const processes = Array.from({ length: 8 }, () =>
      createDatabase({ url: ledger.test.serviceUrl, applicationName: 'test', connectionsMax: 1 }),
    );
    try {
      await Promise.all(processes.map((one) => createJournalPartitions(one).ensure(months)));
      expect(await partitionsLike('%2027%')).toEqual([
        'ledger.journal_entries_2027_01',
        'ledger.journal_entries_2027_02',
        'ledger.journal_entries_2027_03',
      ]);
    } finally {
      await Promise.all(processes.map((one) => one.close()));
    }
  });

  it('appear while others write to the journal', async () => {
    const month = AccountingMonth.of('2027-04');
    await ledger.owner.write([company], async (transaction) => {
      await transaction.query(
        `INSERT INTO ledger.journal_entries (company_id, transaction_id, entry_number,
           transaction_date, account_id, debit, credit, debit_gel, credit_gel, currency,
           exchange_rate)
         VALUES ($1, $2, 1, '2026-11-07', $2, 1, 0, 1, 0, 'GEL', 1)`,
        [company, newAccount()],
      );
      await createJournalPartitions(ledger.database).ensure([month]);
      expect(await partitionsLike('%2027_04')).toEqual(['ledger.journal_entries_2027_04']);
    });
  });

  it('are not asked for again once they are known', async () => {
    const partitions = createJournalPartitions(ledger.database);
    await partitions.ensure(months);
    const closed = createDatabase({ url: ledger.test.serviceUrl, applicationName: 'test' });
    await closed.close();
    await expect(partitions.ensure(months)).resolves.toBeUndefined();
    await expect(createJournalPartitions(closed).ensure(months)).rejects.toThrow();
  });

  it('of this month and the next are made by a job, until it is told to stop', async () => {
    const made: AccountingMonth[] = [];
    const stop = new AbortController();
    const recording = {
      ensure: (wanted: Iterable<AccountingMonth>) => {
        made.push(...wanted);
        stop.abort();
        return Promise.resolve();
      },
    };
    // In Tbilisi the new year has begun.
    const job = journalPartitionsJob(recording, () => '2026-12-31T20:30:00.000Z' as Instant);
    await job.run(stop.signal);
    expect(made).toEqual(['2027-01', '2027-02']);
  });

  it('keep to years in which somebody can have books', async () => {
    const attempt = ledger.partitions.ensure([AccountingMonth.of('0001-01')]);
    await expect(attempt).rejects.toThrow(/1990 to 2199/);
  });
});
