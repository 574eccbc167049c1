import type { AccountBalance } from '../../../src/application/balance-queries';
import { balanceOf, chart, newCompany, pair, post, trialBalanceOf } from './bookkeeping';
import { accepted, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;

const closeYear = async (year: number): Promise<void> => {
  for (let month = 1; month <= 12; month += 1) {
    const period = `${year}-${String(month).padStart(2, '0')}`;
    await accepted(company.post(`/fiscal-periods/${period}/close`));
  }
  await accepted(company.post(`/fiscal-periods/years/${year}/close`));
};

const withoutClosing = 'closingEntries=exclude';

/** Opening, turnover and closing of each account as signless figures, by code. */
const figures = async (query: string): Promise<Readonly<Record<string, readonly string[]>>> => {
  const { rows, totals } = await trialBalanceOf(company, `?${query}`);
  expect(totals.openingDebitGel).toBe(totals.openingCreditGel);
  expect(totals.turnoverDebitGel).toBe(totals.turnoverCreditGel);
  expect(totals.closingDebitGel).toBe(totals.closingCreditGel);
  return Object.fromEntries(
    rows.map((row) => [
      row.accountCode,
      [
        `${row.openingDebitGel} ${row.openingCreditGel}`,
        `${row.turnoverDebitGel} ${row.turnoverCreditGel}`,
        `${row.closingDebitGel} ${row.closingCreditGel}`,
      ],
    ]),
  );
};

/** 2024 is closed; 2025 was closed, reopened and closed again. */
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  const usd = { currency: 'USD', exchangeRate: '2.7' };
  const booked: [string, readonly object[]][] = [
    ['2024-05-01', pair(chart.bank, chart.sales, '50.00')],
    ['2025-06-01', pair(chart.bank, chart.sales, '500.00')],
    ['2025-06-02', pair(chart.foreignBank, chart.sales, '10.00', usd)],
    ['2025-12-31', pair(chart.wages, chart.bank, '120.00')],
    ['2026-02-01', pair(chart.bank, chart.sales, '7.00')],
  ];
  for (const [transactionDate, entries] of booked) {
    await post(company, { transactionDate, entries });
  }
  await closeYear(2024);
  await closeYear(2025);
  const reason = { reason: 'An invoice came late' };
  await accepted(company.post('/fiscal-periods/years/2025/reopen', reason));
  await accepted(company.post('/fiscal-periods/years/2025/close'));
});
afterAll(() => ledger.stop());

describe('without closing entries', () => {
  const year = 'from=2025-01-01&asOf=2025-12-31';

  it('the trial balance of a closed year has its income, expenses and true turnover', async () => {
    const before = await figures(`${year}&closingEntries=include`);
    expect(before[chart.sales]).toEqual(['0.00 0.00', '1054.00 1054.00', '0.00 0.00']);
    expect(await figures(year)).toEqual(before);
    expect(await figures(`${year}&${withoutClosing}`)).toEqual({
      [chart.bank]: ['50.00 0.00', '500.00 120.00', '430.00 0.00'],
      [chart.foreignBank]: ['0.00 0.00', '27.00 0.00', '27.00 0.00'],
      // What was closed before the range is part of its opening.
      [chart.retainedEarnings]: ['0.00 50.00', '0.00 0.00', '0.00 50.00'],
      [chart.sales]: ['0.00 0.00', '0.00 527.00', '0.00 527.00'],
      [chart.wages]: ['0.00 0.00', '120.00 0.00', '120.00 0.00'],
    });
  });

  it('a range that ends before the closing, or begins after it, is not changed', async () => {
    const spring = 'from=2025-01-01&asOf=2025-12-30';
    expect(await figures(`${spring}&${withoutClosing}`)).toEqual(await figures(spring));
    const next = 'from=2026-01-01';
    expect(await figures(`${next}&${withoutClosing}`)).toEqual(await figures(next));
  });

  it('without a first day no closing counts, and who only had closings has no row', async () => {
    const all = await figures(`asOf=2025-12-31&${withoutClosing}`);
    expect(all[chart.sales]).toEqual(['0.00 0.00', '0.00 577.00', '0.00 577.00']);
    expect(all).not.toHaveProperty(chart.retainedEarnings);
    expect(await figures('asOf=2025-12-31')).toHaveProperty(chart.retainedEarnings);
  });

  it('balances are what they were before, in every currency', async () => {
    const query = `?asOf=2025-12-31&${withoutClosing}`;
    const sales = await balanceOf(company, chart.sales, query);
    expect(sales.currencies.map(({ currency, balance }) => [currency, balance])).toEqual([
      ['GEL', '550.00'],
      ['USD', '10.00'],
    ]);
    expect(sales.balanceGel).toBe('577.00');
    expect((await balanceOf(company, chart.sales, '?asOf=2025-12-31')).balanceGel).toBe('0.00');
    expect((await balanceOf(company, chart.sales, `?${withoutClosing}`)).balanceGel).toBe('584.00');
    const { balances } = await accepted(
      company.get<{ balances: readonly AccountBalance[] }>(`/balances${query}`),
    );
    expect(balances.find(({ accountCode }) => accountCode === chart.sales)).toEqual(sales);
    const retained = balances.find(({ accountCode }) => accountCode === chart.retainedEarnings);
    expect(retained).toMatchObject({ balanceGel: '0.00', currencies: [] });
  });
});
