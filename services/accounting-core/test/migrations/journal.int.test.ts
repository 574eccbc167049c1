import {
  newAccount,
  newCompany,
  posted,
  startLedger,
  type TestLedger,
} from '../infrastructure/ledger-fixture';

let ledger: TestLedger;
const company = newCompany();

beforeAll(async () => {
  ledger = await startLedger();
  await ledger.record(
    company,
    posted({ debit: newAccount(), credit: newAccount(), on: '2026-11-05' }),
  );
});

afterAll(() => ledger.close());

const asOwner = (statement: string): Promise<unknown> =>
  ledger.owner.withoutCompany((connection) => connection.query(statement));

describe('the journal', () => {
  it.each([
    'UPDATE ledger.journal_entries SET debit_gel = 1',
    'DELETE FROM ledger.journal_entries',
    'TRUNCATE ledger.journal_entries',
    'UPDATE ledger.journal_entries_2026_11 SET debit_gel = 1',
    'DELETE FROM ledger.journal_entries_2026_11',
    'TRUNCATE ledger.journal_entries_2026_11',
  ])('refuses even its owner: %s', async (statement) => {
    await expect(asOwner(statement)).rejects.toThrow(/are facts/);
  });

  it.each([
    'UPDATE ledger.journal_entries SET debit_gel = 1',
    'DELETE FROM ledger.journal_entries',
  ])('grants the service no %s', async (statement) => {
    const attempt = ledger.database.write([company], (transaction) => transaction.query(statement));
    await expect(attempt).rejects.toThrow(/permission denied/);
  });

  it('refuses a transaction that does not balance, whoever let it through', async () => {
    const balanced = posted({ debit: newAccount(), credit: newAccount(), on: '2026-11-06' });
    const entries = balanced.data.entries.map((entry) =>
      entry.side === 'debit' ? entry : { ...entry, amountGel: '9.99' },
    );
    const unbalanced = { ...balanced, data: { ...balanced.data, entries } };
    await expect(ledger.record(company, unbalanced)).rejects.toThrow(/does not balance/);
  });
});
