import { AccountingDate } from '@accounting/kernel';
import type { AccountTotals } from '../../src/domain/account-totals';
import { revalueForeignBalances } from '../../src/domain/revaluation';
import { ledgerFixture, ratesOf, reasonOf, refusalOf, totalsOf, transactionId } from './fixtures';

const asOf = AccountingDate.of('2026-11-30');

const revaluing =
  (
    totals: readonly AccountTotals[],
    rates: Readonly<Record<string, string>>,
    ledger = ledgerFixture(),
    ratesDate?: string,
  ) =>
  () =>
    revalueForeignBalances({
      transactionId: transactionId(9),
      asOf,
      totals,
      rates: ratesOf(rates, ratesDate),
      ledger,
    });

const linesOf = (content: ReturnType<typeof revalueForeignBalances>): string[] =>
  (content?.entries ?? []).map(
    ({ accountCode, side, amount, currency, exchangeRate, amountGel }) =>
      `${side} ${accountCode} ${amount} ${currency} at ${exchangeRate} = ${amountGel}`,
  );

const dollars = (code: string, debit: string, debitGel: string): AccountTotals =>
  totalsOf(code, { currency: 'USD', debit, debitGel });

const owed = (code: string, credit: string, creditGel: string): AccountTotals =>
  totalsOf(code, { currency: 'USD', credit, creditGel });

describe('the worked example: an invoice of 1,000 USD at 2.7000', () => {
  it('gains 25.00 at the closing rate 2.7250', () => {
    const content = revaluing([dollars('1410', '1000', '2700.00')], { USD: '2.7250' })();
    expect(content).toMatchObject({
      transactionId: transactionId(9),
      transactionDate: asOf,
      transactionType: 'revaluation',
      totalGel: '25.00',
    });
    expect(linesOf(content)).toEqual([
      'debit 1410 0.00 USD at 2.725 = 25.00',
      'credit 8140 25.00 GEL at 1 = 25.00',
    ]);
  });

  it('loses 15.00 when it is paid at 2.7100, whether or not there is a rate that day', () => {
    const paid = totalsOf('1410', {
      currency: 'USD',
      debit: '1000',
      debitGel: '2725.00',
      credit: '1000',
      creditGel: '2710.00',
    });
    for (const rates of [{}, { USD: '2.9' }] as Readonly<Record<string, string>>[]) {
      expect(linesOf(revaluing([paid], rates)())).toEqual([
        'credit 1410 0.00 USD at 1 = 15.00',
        'debit 8240 15.00 GEL at 1 = 15.00',
      ]);
    }
  });
});

describe('a revaluation', () => {
  it('gains from what is owed when the rate falls', () => {
    expect(linesOf(revaluing([owed('3110', '100', '280.00')], { USD: '2.7' })())).toEqual([
      'debit 3110 0.00 USD at 2.7 = 10.00',
      'credit 8140 10.00 GEL at 1 = 10.00',
    ]);
  });

  it('books one gain and one loss for each currency, not netted, in order of codes', () => {
    const content = revaluing(
      [
        owed('3110', '100', '260.00'),
        totalsOf('1220', { currency: 'EUR', debit: '10', debitGel: '31.00' }),
        dollars('1410', '100', '265.00'),
        dollars('1220', '100', '268.00'),
      ],
      { USD: '2.7', EUR: '3' },
    )();
    expect(linesOf(content)).toEqual([
      'credit 1220 0.00 EUR at 3 = 1.00',
      'debit 1220 0.00 USD at 2.7 = 2.00',
      'debit 1410 0.00 USD at 2.7 = 5.00',
      'credit 3110 0.00 USD at 2.7 = 10.00',
      'debit 8240 1.00 GEL at 1 = 1.00',
      'credit 8140 7.00 GEL at 1 = 7.00',
      'debit 8240 10.00 GEL at 1 = 10.00',
    ]);
    expect(content?.entries.slice(4).map(({ description }) => description)).toEqual([
      'EUR',
      'USD',
      'USD',
    ]);
    expect(content?.totalGel).toBe('18.00');
  });

  it('leaves non-monetary items at the rate of their day, and GEL alone', () => {
    const totals = [
      dollars('1480', '100', '260.00'),
      owed('3120', '100', '260.00'),
      dollars('1610', '100', '260.00'),
      totalsOf('1210', { debit: '100.00' }),
    ];
    expect(revaluing(totals, {})()).toBeUndefined();
  });

  it('finds nothing to do where the value is right', () => {
    const totals = [dollars('1220', '100', '270.00'), dollars('1230', '0', '0')];
    expect(revaluing(totals, { USD: '2.7' })()).toBeUndefined();
  });

  it('names the currency and the date of a rate that is not known', () => {
    expect(refusalOf(revaluing([dollars('1220', '100', '270.00')], {}))).toMatchObject({
      code: 'accounting-core.exchange_rate_unknown',
      details: { currency: 'USD', date: '2026-11-30' },
    });
  });

  it('does not take a rate of another time for the closing rate', () => {
    const totals = [dollars('1220', '100', '270.00')];
    const attempt = revaluing(totals, { USD: '2.7' }, ledgerFixture(), '2026-11-15');
    expect(refusalOf(attempt)).toMatchObject({
      code: 'accounting-core.exchange_rate_too_old',
      message: expect.stringMatching(/that of 2026-11-15, .*; record the rate first/) as string,
      details: { currency: 'USD', date: '2026-11-30', rateDate: '2026-11-15' },
    });
  });

  it('refuses a difference that the books cannot hold', () => {
    const totals = [dollars('1220', '99999999999999999.99', '270.00')];
    expect(refusalOf(revaluing(totals, { USD: '2.7' }))).toMatchObject({
      code: 'accounting-core.revaluation_too_large',
      kind: 'failed_precondition',
      details: { date: asOf },
    });
  });

  it('needs accounts for gains and losses', () => {
    const ledger = ledgerFixture({ ledgerAccounts: undefined });
    const gain = revaluing([dollars('1220', '100', '260.00')], { USD: '2.7' }, ledger);
    const loss = revaluing([dollars('1220', '100', '280.00')], { USD: '2.7' }, ledger);
    expect(refusalOf(gain).details).toEqual({ role: 'exchangeGain' });
    expect(refusalOf(loss).details).toEqual({ role: 'exchangeLoss' });
    expect(reasonOf(gain)).toBe('ledger_account_missing');
  });

  it('takes a balance of an account that is not there for a defect', () => {
    expect(revaluing([dollars('123456', '1', '1')], { USD: '2' })).toThrow('Invariant violated');
  });
});
