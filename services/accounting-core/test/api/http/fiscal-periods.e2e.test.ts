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

  it('is closed only where there can be books: not far ahead, not before the lari', async () => {
    const company = await newCompany(ledger);
    await accepted(company.post('/fiscal-periods/2026-11/close'));
    expect(await refused(company.post('/fiscal-periods/2150-01/close'))).toMatchObject({
      status: 400,
      code: 'accounting-core.period_too_late',
      violations: [{ field: 'period' }],
    });
    expect(await refused(company.post('/fiscal-periods/1900-01/close'))).toMatchObject({
      status: 400,
      code: 'accounting-core.period_too_early',
      violations: [{ field: 'period' }],
    });
  });

  it('is unlocked by those who may reopen, with a reason, and reopened then', async () => {
    const company = await newCompany(ledger);
    const { companyId } = company;
    await accepted(company.post('/fiscal-periods/2025-12/close'));
    await accepted(company.post('/fiscal-periods/2025-12/lock'));
    // A locked December is no closed year: the months before it go on.
    await post(company, { transactionDate: '2025-05-05' });
    const accountant = ledger.caller({ companyId, permissions: ['fiscal-periods:close'] });
    expect(await refused(accountant.post('/fiscal-periods/2025-12/unlock', reason))).toMatchObject({
      status: 403,
      details: { permission: 'fiscal-periods:reopen' },
    });
    const unlocked = await company.post('/fiscal-periods/2025-12/unlock', reason);
    expect(unlocked).toMatchObject({ status: 200, version: 3, body: { status: 'closed' } });
    await accepted(company.post('/fiscal-periods/2025-12/reopen', reason));
    await post(company, { transactionDate: '2025-12-05' });
  });

  it('tells who changed it, when and why', async () => {
    const company = await newCompany(ledger);
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    await accepted(company.post('/fiscal-periods/2026-10/reopen', reason));
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    const history = await accepted(company.get('/fiscal-periods/2026-10/history'));
    const changedAt = expect.stringContaining('T') as string;
    const by = { changedBy: 'nino', changedAt };
    expect(history).toEqual({
      period: '2026-10',
      changes: [
        { version: 1, change: 'closed', reason: null, ...by },
        { version: 2, change: 'reopened', ...reason, ...by },
        { version: 3, change: 'closed', reason: null, ...by },
      ],
    });
    const untouched = await accepted(company.get('/fiscal-periods/2026-09/history'));
    expect(untouched).toEqual({ period: '2026-09', changes: [] });
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
    expect(await accepted(company.get('/fiscal-periods/2025-03/history'))).toMatchObject({
      changes: [{ change: 'closed' }, { change: 'locked' }, { change: 'unlocked', ...reason }],
    });
    const again = await company.post('/fiscal-periods/years/2025/close');
    expect(again).toMatchObject({ status: 200, body: { profitGel: '380.00' } });
    expect(await accepted(company.get('/fiscal-periods/years/2025/history'))).toMatchObject({
      year: 2025,
      changes: [
        { change: 'closed', transactionId: closed.closingTransactionId, profitGel: '380.00' },
        { change: 'reopened', changedBy: 'nino', profitGel: null, ...reason },
        { change: 'closed', reason: null, profitGel: '380.00' },
      ],
    });
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

  it('cannot be closed before it is over, and its months not unlocked while it is', async () => {
    const company = await newCompany(ledger);
    expect(await refused(company.post('/fiscal-periods/years/2026/close'))).toMatchObject({
      status: 422,
      code: 'accounting-core.fiscal_year_not_over',
    });
    await closeMonths(company, 2025);
    await accepted(company.post('/fiscal-periods/years/2025/close'));
    expect(await refused(company.post('/fiscal-periods/2025-12/unlock', reason))).toMatchObject({
      status: 422,
      code: 'accounting-core.period_of_closed_year',
    });
    const late = transactionBody({ transactionDate: '2024-05-05' });
    expect(await refused(company.post('/transactions/post', late))).toMatchObject({
      code: 'accounting-core.period_locked',
      details: { closedYear: 2025 },
    });
    await closeMonths(company, 2024);
    expect(await refused(company.post('/fiscal-periods/years/2024/close'))).toMatchObject({
      status: 422,
      code: 'accounting-core.later_fiscal_year_closed',
    });
  });

  it('is refused, and breaks nothing, when the books cannot hold its total', async () => {
    const company = await newCompany(ledger);
    const entries = pair(chart.bank, chart.sales, '99999999999999999.99');
    for (let count = 0; count < 12; count += 1) {
      await post(company, { transactionDate: '2025-06-01', entries });
    }
    await closeMonths(company, 2025);
    expect(await refused(company.post('/fiscal-periods/years/2025/close'))).toMatchObject({
      status: 422,
      code: 'accounting-core.fiscal_year_closing_too_large',
    });
  });
});
