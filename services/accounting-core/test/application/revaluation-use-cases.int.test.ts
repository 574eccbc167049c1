import { AccountingDate, Currency, ExchangeRate, Money, type CompanyId } from '@accounting/kernel';
import { accountCreated, startLedger, type TestLedger } from '../infrastructure/ledger-fixture';
import { chart, pair, transactionBody } from '../api/http/bookkeeping';
import type { TransactionPosted } from '../../src/domain/transaction/events';
import type { TransactionInput } from '../../src/domain/transaction/input';
import {
  applicationOn,
  companyWithChart,
  contextOf,
  portsOn,
  type Application,
} from './ledger-application';
import { anotherProcess, somebodyWaits, stallingProcess } from './open-postings';

let ledger: TestLedger;
let app: Application;
beforeAll(async () => {
  ledger = await startLedger();
  app = applicationOn(portsOn(ledger));
});
afterAll(() => ledger.close());

const usd = 'USD' as Currency;
const date = AccountingDate.of('2026-10-31');

const recordRate = (companyId: CompanyId, rate: string, day = date) =>
  app.rates.record(contextOf(companyId), { currency: usd, date: day, rate, source: 'nbg' });

/** Sells for dollars at 2.7 lari each. */
const sell = (
  by: Application,
  companyId: CompanyId,
  dollars: string,
  account: string = chart.foreignBank,
) => {
  const fields = { currency: usd, exchangeRate: '2.7' };
  const entries = pair(account, chart.sales, dollars, fields);
  const body = transactionBody({ transactionDate: '2026-10-15', entries });
  return by.transactions.postNew(contextOf(companyId), body as TransactionInput);
};

/** A company with 100 dollars that cost 270 lari and are worth 280. */
const companyWithDollars = async (): Promise<CompanyId> => {
  const companyId = await companyWithChart(app);
  await sell(app, companyId, '100.00');
  await recordRate(companyId, '2.8');
  return companyId;
};

const revalue = async (companyId: CompanyId, by = app) =>
  (await by.revaluations.revalue(contextOf(companyId), { date })).body;

describe('a revaluation while postings are under way', () => {
  it('counts in a posting that began before it and commits after it was asked for', async () => {
    const company = await companyWithDollars();
    const stalling = stallingProcess(ledger);
    const posting = sell(stalling.app, company, '50.00');
    await stalling.written;
    const revaluation = revalue(company);
    await somebodyWaits(ledger);
    stalling.end();
    await posting;
    expect(await revaluation).toMatchObject({ gainGel: '15.00', lossGel: '0.00' });
  });

  it('counts in one to an account that another process has opened since', async () => {
    const company = await companyWithDollars();
    expect(await revalue(company)).toMatchObject({ gainGel: '10.00' });
    const elsewhere = anotherProcess(ledger);
    await elsewhere.create(contextOf(company), accountCreated({ code: '1229' }).data);
    await sell(elsewhere, company, '50.00', '1229');
    expect(await revalue(company)).toMatchObject({ gainGel: '5.00' });
  });

  it('is exact for the postings recorded before it, whatever is posted meanwhile', async () => {
    const company = await companyWithDollars();
    const processes = [app, anotherProcess(ledger)];
    let isRevaluing = true;
    const lanes = [...processes, ...processes].map(async (by, lane) => {
      for (let cents = 1; isRevaluing; cents += 1) await sell(by, company, `${cents}.0${lane}`);
    });
    for (let round = 0; round < 20; round += 1) {
      await recordRate(company, `2.${String(50 + round)}`);
      await revalue(company);
    }
    isRevaluing = false;
    await Promise.all(lanes);
    const revaluations = await replayRevaluations(company);
    expect(revaluations).toHaveLength(20);
    for (const { posted, exact } of revaluations) expect(posted).toBe(exact);
  });
});

/** What each revaluation gave the bank account in lari, and what it lacked at that moment. */
const replayRevaluations = async (companyId: CompanyId) => {
  const { rows } = await ledger.owner.withoutCompany((connection) =>
    connection.query<{ data: TransactionPosted['data'] }>(
      `SELECT data FROM event_sourcing.event_store
       WHERE company_id = $1 AND event_type = 'TransactionPosted'
       ORDER BY transaction_id, sequence`,
      [companyId],
    ),
  );
  const revaluations: { readonly posted: string; readonly exact: string }[] = [];
  let [dollars, lari] = [Money.zero(usd), Money.zero()];
  for (const { data } of rows) {
    const entry = data.entries.find(({ accountCode }) => accountCode === chart.foreignBank);
    if (entry === undefined) continue;
    const signed = (amount: Money) => (entry.side === 'debit' ? amount : amount.negated());
    if (data.transactionType === 'revaluation') {
      const worth = ExchangeRate.of(entry.exchangeRate).convert(dollars, Currency.GEL);
      const posted = signed(Money.of(entry.amountGel)).toString();
      revaluations.push({ posted, exact: worth.minus(lari).toString() });
    }
    dollars = dollars.plus(signed(Money.of(entry.amount, usd)));
    lari = lari.plus(signed(Money.of(entry.amountGel)));
  }
  return revaluations;
};

describe('two revaluations of a date at the same moment', () => {
  it('post the difference once', async () => {
    const company = await companyWithDollars();
    const answers = await Promise.all([
      revalue(company),
      revalue(company, anotherProcess(ledger)),
      revalue(company),
    ]);
    expect(answers.map(({ gainGel }) => gainGel).sort()).toEqual(['0.00', '0.00', '10.00']);
    expect(answers.filter(({ transactionId }) => transactionId !== null)).toHaveLength(1);
  });
});

describe('the day of a revaluation', () => {
  it('may lie in a month that nothing was posted to', async () => {
    const company = await companyWithDollars();
    const day = AccountingDate.of('2027-03-31');
    await recordRate(company, '2.9', day);
    const { body } = await app.revaluations.revalue(contextOf(company), { date: day });
    expect(body).toMatchObject({ date: day, gainGel: '20.00' });
  });

  it('must be one that may be booked', async () => {
    const company = await companyWithDollars();
    await recordRate(company, '2.9', AccountingDate.of('2027-11-22'));
    const day = AccountingDate.of('2027-11-23');
    await expect(app.revaluations.revalue(contextOf(company), { date: day })).rejects.toMatchObject(
      { code: 'accounting-core.transaction_date_too_late' },
    );
  });
});
