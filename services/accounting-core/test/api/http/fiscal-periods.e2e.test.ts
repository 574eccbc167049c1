import type { FiscalPeriodView, FiscalYearView } from '../../../src/application/ports';
import type { YearReceipt } from '../../../src/application/fiscal-year-use-cases';
import {
  balanceOf,
  booksOf,
  chart,
  newCompany,
  pair,
  post,
  transactionBody,
  trialBalanceOf,
} from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const reason = { reason: 'An invoice came late' };

const periodsOf = async (company: Caller, year: number): Promise<readonly FiscalPeriodView[]> =>
  (
    await accepted(
      company.get<{ periods: readonly FiscalPeriodView[] }>(`/fiscal-periods?year=${year}`),
    )
  ).periods;

const closeMonths = async (company: Caller, year: number): Promise<void> => {
  for (let month = 1; month <= 12; month += 1) {
    const period = `${year}-${String(month).padStart(2, '0')}`;
    await accepted(company.post(`/fiscal-periods/${period}/close`));
  }
};

describe('a fiscal period', () => {
  it('is open until somebody closes it', async () => {
    const company = await newCompany(ledger);
    const periods = await periodsOf(company, 2026);
    expect(periods).toHaveLength(12);
    expect(new Set(periods.map(({ status }) => status))).toEqual(new Set(['open']));
  });

  it('takes no postings once it is closed, and the refusal names it', async () => {
    const company = await newCompany(ledger);
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    const late = company.post(
      '/transactions/post',
      transactionBody({ transactionDate: '2026-10-31' }),
    );
    expect(await refused(late)).toMatchObject({
      status: 422,
      code: 'accounting-core.period_closed',
      violations: [{ field: 'transactionDate' }],
      details: { period: '2026-10', date: '2026-10-31' },
    });
    await post(company, { transactionDate: '2026-11-01' });
  });

  it('takes postings again when it is reopened, which leaves a trace', async () => {
    const company = await newCompany(ledger);
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    const reopened = await company.post('/fiscal-periods/2026-10/reopen', reason);
    expect(reopened).toMatchObject({ status: 200, version: 2, body: { status: 'open' } });
    const periods = await periodsOf(company, 2026);
    expect(periods[9]).toMatchObject({ changedBy: 'nino', ...reason, version: 2 });
    await post(company, { transactionDate: '2026-10-31' });
  });

  it('is reopened only by those who may, and with a reason', async () => {
    const company = await newCompany(ledger);
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    const accountant = ledger.caller({
      companyId: company.companyId,
      permissions: ['fiscal-periods:close'],
    });
    expect(await refused(accountant.post('/fiscal-periods/2026-10/reopen', reason))).toMatchObject({
      status: 403,
      details: { permission: 'fiscal-periods:reopen' },
    });
    const silent = company.post('/fiscal-periods/2026-10/reopen', { reason: ' ' });
    expect(await refused(silent)).toMatchObject({
      status: 400,
      code: 'accounting-core.reason_invalid',
      violations: [{ field: 'reason' }],
    });
  });

  it('is locked once it is closed, and then not reopened by itself', async () => {
    const company = await newCompany(ledger);
    const lock = () => company.post('/fiscal-periods/2026-10/lock');
    expect(await refused(lock())).toMatchObject({ code: 'accounting-core.period_not_closed' });
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    await accepted(lock());
    expect(await refused(company.post('/fiscal-periods/2026-10/reopen', reason))).toMatchObject({
      status: 422,
      code: 'accounting-core.period_locked',
    });
    const late = transactionBody({ transactionDate: '2026-10-31' });
    expect(await refused(company.post('/transactions/post', late))).toMatchObject({
      code: 'accounting-core.period_locked',
    });
  });

  it('does not take a draft that was made while it was open', async () => {
    const company = await newCompany(ledger);
    const other = ledger.caller({ companyId: company.companyId, actorId: 'gocha' });
    const { transactionId } = await accepted(
      company.post<{ transactionId: string }>('/transactions', transactionBody()),
    );
    await accepted(other.post(`/transactions/${transactionId}/approve`));
    await accepted(company.post('/fiscal-periods/2026-11/close'));
    expect(await refused(other.post(`/transactions/${transactionId}/post`))).toMatchObject({
      status: 422,
      code: 'accounting-core.period_closed',
    });
  });

  it('comes into being with its partition when the first entry needs it', async () => {
    const company = await newCompany(ledger);
    await post(company, { transactionDate: '1999-02-28' });
    await post(company, { transactionDate: '2027-11-22' });
    const as1999 = await balanceOf(company, chart.cash, '?asOf=1999-12-31');
    expect(as1999.balanceGel).toBe('100.00');
  });
});

describe('the end of a year', () => {
  const companyWithResult = async (): Promise<Caller> => {
    const company = await newCompany(ledger);
    await post(company, {
      transactionDate: '2025-06-01',
      entries: pair(chart.bank, chart.sales, '500.00'),
    });
    await post(company, {
      transactionDate: '2025-07-01',
      entries: pair(chart.wages, chart.bank, '120.00'),
    });
    return company;
  };

  it('is closed only when its twelve months are', async () => {
    const company = await companyWithResult();
    expect(await refused(company.post('/fiscal-periods/years/2025/close'))).toMatchObject({
      status: 422,
      code: 'accounting-core.fiscal_year_has_open_periods',
    });
  });

  it('takes income and expenses to retained earnings and locks the months', async () => {
    const company = await companyWithResult();
    await closeMonths(company, 2025);
    const closed = await company.post<YearReceipt>('/fiscal-periods/years/2025/close');
    expect(closed).toMatchObject({ status: 200, body: { status: 'closed', profitGel: '380.00' } });
    const books = await booksOf(company);
    expect(books).toMatchObject({
      [chart.sales]: '0.00',
      [chart.wages]: '0.00',
      [chart.retainedEarnings]: '380.00',
      [chart.bank]: '380.00',
    });
    const year = await accepted(company.get<FiscalYearView>('/fiscal-periods/years/2025'));
    expect(year).toMatchObject({
      status: 'closed',
      closingTransactionId: closed.body.closingTransactionId,
      profitGel: '380.00',
    });
    const statuses = (await periodsOf(company, 2025)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['locked']));
    const { totals } = await trialBalanceOf(company, '?asOf=2025-12-31');
    expect(totals.closingDebitGel).toBe(totals.closingCreditGel);
  });

  it('is undone by reopening the year, and can be closed anew', async () => {
    const company = await companyWithResult();
    const before = await booksOf(company);
    await closeMonths(company, 2025);
    const closed = await accepted(company.post<YearReceipt>('/fiscal-periods/years/2025/close'));
    const reversal = { reversalDate: '2025-12-31', reason: 'x' };
    const byHand = company.post(
      `/transactions/${closed.closingTransactionId ?? ''}/reverse`,
      reversal,
    );
    expect(await refused(byHand)).toMatchObject({
      code: 'accounting-core.closing_not_reversible',
    });
    const reopened = await company.post('/fiscal-periods/years/2025/reopen', reason);
    expect(reopened).toMatchObject({ status: 200, body: { status: 'open', profitGel: null } });
    expect(await booksOf(company)).toEqual({ ...before, [chart.retainedEarnings]: '0.00' });
    const statuses = (await periodsOf(company, 2025)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['closed']));
    const again = await company.post('/fiscal-periods/years/2025/close');
    expect(again).toMatchObject({ status: 200, body: { profitGel: '380.00' } });
  });

  it('is not closed twice, nor reopened when it is open', async () => {
    const company = await companyWithResult();
    expect(await refused(company.post('/fiscal-periods/years/2025/reopen', reason))).toMatchObject({
      status: 422,
      code: 'accounting-core.fiscal_year_not_closed',
    });
    await closeMonths(company, 2025);
    await accepted(company.post('/fiscal-periods/years/2025/close'));
    expect(await refused(company.post('/fiscal-periods/years/2025/close'))).toMatchObject({
      status: 422,
      code: 'accounting-core.fiscal_year_already_closed',
    });
  });

  it('closes a year without income and expenses without a transaction', async () => {
    const company = await newCompany(ledger);
    await closeMonths(company, 2024);
    const closed = await company.post('/fiscal-periods/years/2024/close');
    expect(closed.body).toMatchObject({ closingTransactionId: null, profitGel: '0.00' });
    await accepted(company.post('/fiscal-periods/years/2024/reopen', reason));
    expect(await booksOf(company)).toEqual({});
  });
});
