import { AccountingMonth, DomainError, Money, type CompanyId } from '@accounting/kernel';
import { accountCreated, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import { chart, pair, transactionBody } from '../api/http/bookkeeping';
import type { TransactionInput } from '../../src/domain/transaction/input';
import {
  applicationOn,
  companyWithChart,
  contextOf,
  interrupting,
  portsOn,
  type Application,
} from './ledger-application';
import { anotherProcess, somebodyWaits, stallingProcess } from './open-postings';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const reason = 'An invoice came late';

const year = 2025;
const sales: string = chart.sales;
const june = AccountingMonth.of('2025-06');

const sell = (
  by: Application,
  companyId: CompanyId,
  { amount = '100.00', account = sales } = {},
) => {
  const entries = pair(chart.cash, account, amount);
  const sale = transactionBody({ transactionDate: '2025-06-01', entries }) as TransactionInput;
  return by.transactions.postNew(contextOf(companyId), sale);
};

const closeMonths = async (by: Application, companyId: CompanyId): Promise<void> => {
  for (const period of AccountingMonth.ofYear(year)) {
    await by.periods.close(contextOf(companyId), { period });
  }
};

/** A company with income in 2025. */
const companyWithIncome = async (): Promise<CompanyId> => {
  const app = applicationOn(portsOn(ledger));
  const companyId = await companyWithChart(app);
  await sell(app, companyId);
  return companyId;
};

/** The same, after its twelve months were closed. */
const companyBeforeYearEnd = async (): Promise<CompanyId> => {
  const companyId = await companyWithIncome();
  await closeMonths(applicationOn(portsOn(ledger)), companyId);
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

describe('closing a year while postings to it are under way', () => {
  it('counts in one that began before the last month was closed', async () => {
    const company = await companyWithIncome();
    const app = anotherProcess(ledger);
    const stalling = stallingProcess(ledger);
    const posting = sell(stalling.app, company, { amount: '50.00' });
    await stalling.written;
    const closing = closeMonths(app, company).then(() =>
      app.years.closeYear(contextOf(company), { year }),
    );
    await somebodyWaits(ledger);
    stalling.end();
    await posting;
    expect((await closing).body).toMatchObject({ profitGel: '150.00' });
  });

  it('counts in one that came while balances were read, to a month opened again', async () => {
    const company = await companyBeforeYearEnd();
    const context = contextOf(company);
    const elsewhere = anotherProcess(ledger);
    const ports = portsOn(ledger);
    const read = (...given: Parameters<typeof ports.balances.atBothEnds>) =>
      ports.balances.atBothEnds(...given);
    const atBothEnds = interrupting(read, [
      async () => {
        await elsewhere.periods.reopen(context, { period: june, reason });
        await sell(elsewhere, company, { amount: '50.00' });
        await elsewhere.periods.close(context, { period: june });
      },
    ]);
    const app = applicationOn({ ...ports, balances: { ...ports.balances, atBothEnds } });
    const { body } = await app.years.closeYear(context, { year });
    expect(body).toMatchObject({ profitGel: '150.00' });
  });

  it('counts in one to an account that another process has opened since', async () => {
    const company = await companyWithIncome();
    const context = contextOf(company);
    const [app, elsewhere] = [anotherProcess(ledger), anotherProcess(ledger)];
    await closeMonths(app, company);
    await expect(sell(app, company)).rejects.toMatchObject({
      code: 'accounting-core.period_closed',
    });
    const income = { type: 'income', normalBalance: 'credit', isMonetary: false } as const;
    await elsewhere.create(context, accountCreated({ code: '6119', ...income }).data);
    await elsewhere.periods.reopen(context, { period: june, reason });
    await sell(elsewhere, company, { amount: '50.00', account: '6119' });
    await elsewhere.periods.close(context, { period: june });
    const { body } = await app.years.closeYear(context, { year });
    expect(body).toMatchObject({ profitGel: '150.00' });
  });

  it('counts in every one that was accepted, and accepts none after it', async () => {
    const company = await companyWithIncome();
    const [app, elsewhere] = [anotherProcess(ledger), anotherProcess(ledger)];
    const accepted = [Money.of('100.00')];
    const sellUntilRefused = async (by: Application, lane: number): Promise<unknown> => {
      for (let lari = 1; ; lari += 1) {
        const amount = `${lari}.0${lane}`;
        try {
          await sell(by, company, { amount });
        } catch (refusal) {
          return refusal;
        }
        accepted.push(Money.of(amount));
      }
    };
    const lanes = [app, elsewhere, app, elsewhere].map(sellUntilRefused);
    await sell(app, company, { amount: '1.00' });
    accepted.push(Money.of('1.00'));
    await closeMonths(elsewhere, company);
    const { body } = await elsewhere.years.closeYear(contextOf(company), { year });
    for (const refusal of await Promise.all(lanes)) expect(refusal).toBeInstanceOf(DomainError);
    expect(accepted.length).toBeGreaterThan(2);
    expect(body.profitGel).toBe(Money.sum(accepted).toString());
  });
});
