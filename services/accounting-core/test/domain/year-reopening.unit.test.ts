import { reopenFiscalYear } from '../../src/domain/year-reopening';
import {
  by,
  contentFixture,
  entryFixture,
  ledgerFixture,
  mistakesOf,
  transactionId,
  wholeYear,
} from './fixtures';

const closing = contentFixture({
  transactionId: transactionId(5),
  transactionDate: '2025-12-31' as never,
  transactionType: 'year_end_closing',
  entries: [
    entryFixture('6110', 'debit', { amount: '100.00' }),
    entryFixture('5310', 'credit', { amount: '100.00' }),
  ],
});

const closedYear = { periods: wholeYear(2025, 'locked'), closedYears: [2025] };

const reopen = (ledger = ledgerFixture(closedYear)) =>
  reopenFiscalYear(
    {
      type: 'ReopenFiscalYear',
      data: { year: 2025, reason: 'Audit', reversalTransactionId: transactionId(6), closing },
      ledger,
      metadata: by('mariam'),
    },
    { status: 'closed', closingTransactionId: transactionId(5) },
  );

describe('reopening a year', () => {
  const reopening = reopen();

  it('reverses the closing on its own date, though the month is locked', () => {
    expect(reopening.reversal?.posted.data).toMatchObject({
      transactionId: transactionId(6),
      transactionDate: '2025-12-31',
      transactionType: 'reversal',
      reversalOf: transactionId(5),
      entries: [
        entryFixture('6110', 'credit', { amount: '100.00' }),
        entryFixture('5310', 'debit', { amount: '100.00' }),
      ],
    });
    expect(reopening.reversal?.reversed.data.transactionId).toBe(transactionId(5));
  });

  it('unlocks its twelve months for the same reason, to be reopened one by one', () => {
    expect(reopening.unlocked).toHaveLength(12);
    expect(reopening.unlocked[11]).toEqual({
      type: 'FiscalPeriodUnlocked',
      data: { period: '2025-12', unlockedBy: 'mariam', reason: 'Audit' },
    });
  });

  it('gives no account a currency that it was restricted from since', () => {
    const changes = { '6110': { currency: 'EUR' as never } };
    const attempt = () => reopen(ledgerFixture({ ...closedYear, changes }));
    expect(mistakesOf(attempt)).toEqual(['entries[0].currency account_currency_mismatch']);
  });
});
