import { newUuid } from '@accounting/kernel';
import { accountOf, chart, newCompany, pair, post, transactionBody } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
const ids = { accountId: '', posted: '' };

beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  ids.accountId = (await accountOf(company, chart.cash)).accountId;
  ids.posted = (await post(company)).transactionId;
});
afterAll(() => ledger.stop());

const core = (reason: string): string => `accounting-core.${reason}`;
const reason = { reason: 'A mistake' };

/** What a schema lets through at its ends, and just beyond them. */
const years = [1994, 1995, 2027, 2199, 2200, 9999, 10_000];
const months = ['0001-01', '1899-12', '1900-01', '1994-12', '2199-12', '2200-01', '9999-12'];
const days = ['0001-01-01', '1900-01-01', '1995-10-01', '2199-12-31', '2200-01-01', '9999-12-31'];

type Request = readonly [method: string, path: string, body?: object];

const ofYears = years.flatMap((year): readonly Request[] => [
  ['GET', `/fiscal-periods?year=${year}`],
  ['GET', `/fiscal-periods/years/${year}`],
  ['GET', `/fiscal-periods/years/${year}/history`],
  ['POST', `/fiscal-periods/years/${year}/close`],
  ['POST', `/fiscal-periods/years/${year}/reopen`, reason],
]);

const ofMonths = months.flatMap((month): readonly Request[] => [
  ['GET', `/fiscal-periods/${month}/history`],
  ['POST', `/fiscal-periods/${month}/close`],
  ['POST', `/fiscal-periods/${month}/lock`],
  ['POST', `/fiscal-periods/${month}/unlock`, reason],
  ['POST', `/fiscal-periods/${month}/reopen`, reason],
]);

const ofDays = days.flatMap((day): readonly Request[] => [
  ['GET', `/balances?asOf=${day}&closingEntries=exclude`],
  ['GET', `/balances/trial-balance?from=${day}`],
  ['GET', `/balances/trial-balance?from=${day}&asOf=${day}&closingEntries=exclude`],
  ['GET', `/balances/dimensions?dimensionType=project&from=${day}&asOf=${day}`],
  ['GET', `/balances/dimensions?dimensionType=document_reference&from=${day}`],
  ['GET', `/balances/accounts/{accountId}?asOf=${day}&closingEntries=exclude`],
  ['GET', `/balances/accounts/{accountId}/ledger?from=${day}&to=${day}&currency=USD`],
  ['GET', `/transactions?from=${day}&to=${day}`],
  ['GET', `/exchange-rates?from=${day}&to=${day}`],
  ['GET', `/exchange-rates/USD/${day}`],
  ['PUT', `/exchange-rates/USD/${day}`, { rate: '2.7' }],
  ['POST', '/balances/revaluations', { date: day }],
  ['POST', '/transactions/{posted}/reverse', { reversalDate: day, ...reason }],
  ['POST', '/transactions/post', transactionBody({ transactionDate: day })],
  ['POST', '/transactions', transactionBody({ transactionDate: day })],
]);

const statusOf = async ([method, path, body = {}]: Request): Promise<number> => {
  const filled = path.replace('{accountId}', ids.accountId).replace('{posted}', ids.posted);
  const sent = {
    ...(method !== 'GET' && { body }),
    ...(method === 'POST' && { headers: { 'idempotency-key': newUuid() } }),
  };
  return (await company.send(method, filled, sent)).status;
};

describe('a year, month or day at the edge of what can be asked', () => {
  it.each([
    ['years', ofYears],
    ['months', ofMonths],
    ['days', ofDays],
  ])('is answered or refused, and no failure of ours: %s', async (_, requests) => {
    const failed: Request[] = [];
    for (const request of requests) if ((await statusOf(request)) >= 500) failed.push(request);
    expect(failed).toEqual([]);
  });
});

describe('a year in which no books can have been kept', () => {
  it.each([
    [2027, core('fiscal_year_invalid')],
    [2199, core('fiscal_year_invalid')],
    [2200, 'host.invalid_request'],
    [9999, 'host.invalid_request'],
  ])('is neither closed nor reopened: %s', async (year, code) => {
    for (const attempt of [
      company.post(`/fiscal-periods/years/${year}/close`),
      company.post(`/fiscal-periods/years/${year}/reopen`, reason),
    ]) {
      expect(await refused(attempt)).toMatchObject({
        status: 400,
        code,
        violations: [{ field: 'year' }],
      });
    }
  });
});

describe('a revaluation on a day that cannot be booked', () => {
  it.each([
    ['1900-01-01', 'transaction_date_too_early'],
    ['1995-10-01', 'transaction_date_too_early'],
    ['2027-11-23', 'transaction_date_too_late'],
    ['2199-12-31', 'transaction_date_too_late'],
  ])('is refused, also when nothing is to be revalued: %s', async (date, code) => {
    const withoutForeignMoney = await newCompany(ledger);
    const withForeignMoney = await newCompany(ledger);
    const usd = { currency: 'USD', exchangeRate: '2.7' };
    await post(withForeignMoney, { entries: pair(chart.foreignBank, chart.sales, '1.00', usd) });
    await accepted(withForeignMoney.put('/exchange-rates/USD/2026-11-22', { rate: '2.8' }));
    for (const asking of [withoutForeignMoney, withForeignMoney]) {
      const key = `revaluation ${date}`;
      const attempt = asking.post('/balances/revaluations', { date }, { key });
      expect(await refused(attempt)).toMatchObject({
        status: 400,
        code: core(code),
        violations: [{ field: 'date', code: core(code) }],
      });
      // Nothing is kept of it, so that the key is free.
      expect(
        await asking.post('/balances/revaluations', { date: '2026-11-22' }, { key }),
      ).toMatchObject({ body: { date: '2026-11-22' } });
    }
  });
});
