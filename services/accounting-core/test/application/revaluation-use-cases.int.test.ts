import { AccountingDate, type CompanyId, type Currency } from '@accounting/kernel';
import { newCompany, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import { chart, pair, transactionBody } from '../api/http/bookkeeping';
import type { TransactionInput } from '../../src/domain/transaction/input';
import {
  applicationOn,
  contextOf,
  interrupting,
  portsOn,
  type Application,
} from './ledger-application';

let ledger: TestLedger;
let elsewhere: Application;
beforeAll(async () => {
  ledger = await startLedger();
  elsewhere = applicationOn(portsOn(ledger));
});
afterAll(() => ledger.close());

const date = AccountingDate.of('2026-10-31');

const recordRate = (companyId: CompanyId, rate: string) =>
  elsewhere.rates.record(contextOf(companyId), {
    currency: 'USD' as Currency,
    date,
    rate,
    source: 'nbg',
  });

/** A company with 100 dollars that cost 270 lari. */
const companyWithDollars = async (): Promise<CompanyId> => {
  const companyId = newCompany();
  const context = contextOf(companyId);
  await elsewhere.adoptChart(context);
  const usd = { currency: 'USD', exchangeRate: '2.7' };
  const entries = pair(chart.foreignBank, chart.sales, '100.00', usd);
  const body = transactionBody({ transactionDate: '2026-10-15', entries });
  await elsewhere.transactions.postNew(context, body as TransactionInput);
  return companyId;
};

/** The use cases with something happening elsewhere when earlier revaluations were counted. */
const interruptedBy = (...interruptions: (() => Promise<unknown>)[]): Application => {
  const ports = portsOn(ledger);
  const list = interrupting(
    (...given: Parameters<typeof ports.transactions.list>) => ports.transactions.list(...given),
    interruptions,
  );
  return applicationOn({ ...ports, transactions: { ...ports.transactions, list } });
};

describe('a revaluation of a date while somebody else revalues it', () => {
  it('posts only what the other left', async () => {
    const company = await companyWithDollars();
    const context = contextOf(company);
    await recordRate(company, '2.8');
    const app = interruptedBy(async () => {
      await elsewhere.revaluations.revalue(context, { date });
      await recordRate(company, '2.9');
    });
    const { body } = await app.revaluations.revalue(context, { date });
    expect(body).toMatchObject({ gainGel: '10.00', lossGel: '0.00' });
  });

  it('gives up when others are faster every time', async () => {
    const company = await companyWithDollars();
    const context = contextOf(company);
    const app = interruptedBy(
      ...['2.8', '2.9', '3.0', '3.1'].map((rate) => async () => {
        await recordRate(company, rate);
        await elsewhere.revaluations.revalue(context, { date });
        await recordRate(company, `${rate}5`);
      }),
    );
    await expect(app.revaluations.revalue(context, { date })).rejects.toMatchObject({
      code: 'accounting-core.revaluation_contended',
      kind: 'aborted',
    });
  });
});
