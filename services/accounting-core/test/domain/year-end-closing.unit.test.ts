import type { AccountTotals } from '../../src/domain/account-totals';
import type { CloseFiscalYear } from '../../src/domain/fiscal-year/commands';
import { closeFiscalYear, type YearClosing } from '../../src/domain/year-end-closing';
import {
  by,
  ledgerFixture,
  reasonOf,
  refusalOf,
  totalsOf,
  transactionId,
  wholeYear,
} from './fixtures';

const closedMonths = ledgerFixture({ periods: wholeYear(2025, 'closed') });

const closing =
  (
    totals: readonly AccountTotals[],
    { ledger = closedMonths, totalsBefore = [] as readonly AccountTotals[] } = {},
  ) =>
  (): YearClosing => {
    const command: CloseFiscalYear = {
      type: 'CloseFiscalYear',
      data: { year: 2025, closingTransactionId: transactionId(5), totals, totalsBefore },
      ledger,
      metadata: by('mariam'),
    };
    return closeFiscalYear(command, { status: 'open' });
  };

const linesOf = ({ posted }: YearClosing): string[] =>
  (posted?.data.entries ?? []).map(
    ({ accountCode, side, amount, currency, exchangeRate, amountGel }) =>
      `${side} ${accountCode} ${amount} ${currency} at ${exchangeRate} = ${amountGel}`,
  );

/** The worked mini company of the accounting rules: profit 5,730.00. */
const miniCompany = [
  totalsOf('1210', { debit: '11980.00' }),
  totalsOf('5310', { debit: '850.00' }),
  totalsOf('6110', { credit: '10000.00' }),
  totalsOf('7210', { debit: '3000.00' }),
  totalsOf('7410', { debit: '1000.00' }),
  totalsOf('7415', { debit: '20.00' }),
  totalsOf('7455', { debit: '100.00' }),
  totalsOf('9210', { debit: '150.00' }),
];

describe('the closing of a year', () => {
  it('takes income and expenses to retained earnings as at 31 December', () => {
    const { closed, posted } = closing(miniCompany)();
    expect(closed.data).toEqual({
      year: 2025,
      closedBy: 'mariam',
      closingTransactionId: transactionId(5),
      profitGel: '5730.00',
    });
    expect(posted?.data).toMatchObject({
      transactionId: transactionId(5),
      transactionDate: '2025-12-31',
      transactionType: 'year_end_closing',
      totalGel: '10000.00',
      createdBy: 'mariam',
      postedBy: 'mariam',
    });
    expect(linesOf(closing(miniCompany)())).toEqual([
      'debit 6110 10000.00 GEL at 1 = 10000.00',
      'credit 7210 3000.00 GEL at 1 = 3000.00',
      'credit 7410 1000.00 GEL at 1 = 1000.00',
      'credit 7415 20.00 GEL at 1 = 20.00',
      'credit 7455 100.00 GEL at 1 = 100.00',
      'credit 9210 150.00 GEL at 1 = 150.00',
      'credit 5310 5730.00 GEL at 1 = 5730.00',
    ]);
  });

  it('debits retained earnings with a loss', () => {
    const year = closing([totalsOf('7420', { debit: '80.00', credit: '5.00' })])();
    expect(year.closed.data.profitGel).toBe('-75.00');
    expect(linesOf(year)).toEqual([
      'credit 7420 75.00 GEL at 1 = 75.00',
      'debit 5310 75.00 GEL at 1 = 75.00',
    ]);
  });

  it('closes what cancels out without touching retained earnings', () => {
    const year = closing([
      totalsOf('6110', { credit: '10.00' }),
      totalsOf('7420', { debit: '10.00' }),
    ])();
    expect(year.closed.data.profitGel).toBe('0.00');
    expect(linesOf(year)).toHaveLength(2);
  });

  it('makes no transaction when no income and no expense is left', () => {
    const year = closing([
      totalsOf('1210', { debit: '1.00' }),
      totalsOf('6110', { debit: '7.00', credit: '7.00' }),
    ])();
    expect(year.posted).toBeUndefined();
    expect(year.closed.data).not.toHaveProperty('closingTransactionId');
  });

  it('brings foreign balances to zero in their currency and in GEL', () => {
    const year = closing([
      totalsOf('6110', { currency: 'USD', credit: '100.00', creditGel: '270.00' }),
      totalsOf('6110', { credit: '50.00' }),
      totalsOf('7420', {
        currency: 'USD',
        debit: '5.00',
        credit: '5.00',
        debitGel: '14',
        creditGel: '13',
      }),
    ])();
    expect(linesOf(year)).toEqual([
      'debit 6110 50.00 GEL at 1 = 50.00',
      'debit 6110 100.00 USD at 2.7 = 270.00',
      'credit 7420 0.00 USD at 1 = 1.00',
      'credit 5310 319.00 GEL at 1 = 319.00',
    ]);
  });

  it('splits a balance whose amount and value stand on different sides', () => {
    const debitWorthCredit = { currency: 'USD', debit: '100.00', debitGel: '1', creditGel: '6' };
    const creditWorthDebit = { currency: 'EUR', credit: '100.00', debitGel: '6', creditGel: '1' };
    const worthNothing = { currency: 'USD', debit: '20.00', debitGel: '2', creditGel: '2' };
    const year = closing([
      totalsOf('6110', debitWorthCredit),
      totalsOf('7420', creditWorthDebit),
      totalsOf('7490', worthNothing),
    ])();
    expect(linesOf(year)).toEqual([
      'credit 6110 100.00 USD at 0.0001 = 0.01',
      'debit 6110 0.00 USD at 1 = 5.01',
      'debit 7420 100.00 EUR at 0.0001 = 0.01',
      'credit 7420 0.00 EUR at 1 = 5.01',
      'credit 7490 20.00 USD at 0.0005 = 0.01',
      'debit 7490 0.00 USD at 1 = 0.01',
    ]);
  });

  it('locks the months that are not locked yet', () => {
    const periods = { ...wholeYear(2025, 'closed'), '2025-01': 'locked' } as const;
    const { locked } = closing([], { ledger: ledgerFixture({ periods }) })();
    expect(locked).toHaveLength(11);
    expect(locked[0]).toEqual({
      type: 'FiscalPeriodLocked',
      data: { period: '2025-02', lockedBy: 'mariam' },
    });
  });

  it('refuses what an earlier year left open, and names its accounts', () => {
    const totalsBefore = [
      totalsOf('6110', { credit: '1.00' }),
      totalsOf('1210', { debit: '1.00' }),
    ];
    expect(refusalOf(closing(miniCompany, { totalsBefore }))).toMatchObject({
      code: 'accounting-core.earlier_fiscal_year_open',
      details: { year: 2025, accounts: ['6110'] },
      message: 'Income or expenses from before 2025 are not closed; close the year 2024 first.',
    });
  });

  it('refuses what the books cannot hold: in GEL, or in the currency of an account', () => {
    const largest = '99999999999999999.99';
    const inGel = [totalsOf('6110', { credit: largest }), totalsOf('6120', { credit: '0.01' })];
    const inYen = { currency: 'JPY', credit: '100000000000000000', creditGel: '1.00' };
    for (const totals of [inGel, [totalsOf('6110', inYen)]]) {
      expect(refusalOf(closing(totals))).toMatchObject({
        code: 'accounting-core.fiscal_year_closing_too_large',
        kind: 'failed_precondition',
        details: { year: 2025 },
      });
    }
    expect(closing([totalsOf('6110', { credit: largest })])().closed.data.profitGel).toBe(largest);
  });

  it.each([{ ledgerAccounts: undefined }, { changes: { '5310': { isPostable: false } } }])(
    'refuses a result that no account of retained earnings can take: %j',
    (settings) => {
      const ledger = ledgerFixture({ periods: wholeYear(2025, 'closed'), ...settings });
      expect(reasonOf(closing(miniCompany, { ledger }))).toBe('ledger_account_missing');
    },
  );

  it('takes a balance of an account that is not there for a defect', () => {
    expect(closing([totalsOf('123456', { debit: '1' })])).toThrow('Invariant violated');
  });
});
