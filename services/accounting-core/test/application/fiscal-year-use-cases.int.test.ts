import { AccountingMonth, type CompanyId } from '@accounting/kernel';
import { newCompany, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import { transactionBody } from '../api/http/bookkeeping';
import type { TransactionInput } from '../../src/domain/transaction/input';
import { applicationOn, contextOf, interrupting, portsOn } from './ledger-application';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const reason = 'An invoice came late';

/** A company with income in 2025 whose twelve months are closed. */
const companyBeforeYearEnd = async (): Promise<CompanyId> => {
  const app = applicationOn(portsOn(ledger));
  const companyId = newCompany();
  const context = contextOf(companyId);
  await app.adoptChart(context);
  const sale = transactionBody({ transactionDate: '2025-06-01' }) as TransactionInput;
  await app.transactions.postNew(context, sale);
  for (const period of AccountingMonth.ofYear(2025)) await app.periods.close(context, { period });
  return companyId;
};

describe('reopening a year that somebody reopens and closes anew at the same moment', () => {
  it('is refused: the closing that was looked at is no longer the one that stands', async () => {
    const context = contextOf(await companyBeforeYearEnd());
    const ports = portsOn(ledger);
    const elsewhere = applicationOn(portsOn(ledger));
    await elsewhere.years.closeYear(context, { year: 2025 });
    const closeAnew = async (): Promise<void> => {
      await elsewhere.years.reopenYear(context, { year: 2025, reason });
      await elsewhere.years.closeYear(context, { year: 2025 });
    };
    const findYear = interrupting(
      (company: CompanyId, year: number) => ports.periods.findYear(company, year),
      [closeAnew],
    );
    const app = applicationOn({ ...ports, periods: { ...ports.periods, findYear } });
    await expect(app.years.reopenYear(context, { year: 2025, reason })).rejects.toMatchObject({
      code: 'accounting-core.fiscal_year_changed',
      kind: 'aborted',
    });
    const { body } = await elsewhere.years.findYear(context, { year: 2025 });
    expect(body).toMatchObject({ status: 'closed', profitGel: '100.00' });
  });
});

describe('two that close a year at the same moment', () => {
  it('close it once', async () => {
    const context = contextOf(await companyBeforeYearEnd());
    const [one, other] = [applicationOn(portsOn(ledger)), applicationOn(portsOn(ledger))];
    const results = await Promise.allSettled([
      one.years.closeYear(context, { year: 2025 }),
      other.years.closeYear(context, { year: 2025 }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'accounting-core.fiscal_year_already_closed' },
    });
  });
});
