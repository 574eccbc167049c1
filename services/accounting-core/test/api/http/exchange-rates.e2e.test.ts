import type { ExchangeRateView, Page } from '../../../src/application/ports';
import type { RevaluationReceipt } from '../../../src/application/revaluation-use-cases';
import {
  accountOf,
  balanceOf,
  booksOf,
  chart,
  footprintOf,
  newCompany,
  pair,
  post,
} from './bookkeeping';
import { accepted, refused, type Answer, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const record = (company: Caller, date: string, rate: string, currency = 'USD') =>
  company.put(`/exchange-rates/${currency}/${date}`, { rate, source: 'nbg' });

describe('the rate of a day', () => {
  it('is recorded, corrected, and the same when it is sent again', async () => {
    const company = ledger.caller();
    expect(await record(company, '2026-11-20', '2.7000')).toMatchObject({
      status: 200,
      version: 1,
    });
    expect(await record(company, '2026-11-20', '2.7')).toMatchObject({ status: 200, version: 1 });
    expect(await record(company, '2026-11-20', '2.7100')).toMatchObject({ version: 2 });
    const found = await company.get<ExchangeRateView>('/exchange-rates/USD/2026-11-20');
    expect(found.body).toMatchObject({ rate: '2.71', source: 'nbg', recordedBy: 'nino' });
  });

  it('may be quoted for a quantity, as the National Bank does', async () => {
    const company = ledger.caller();
    await accepted(
      company.put('/exchange-rates/JPY/2026-11-20', { rate: '1.7500', quantity: 100 }),
    );
    const found = await company.get('/exchange-rates/JPY/2026-11-20');
    expect(found.body).toMatchObject({ rate: '0.0175' });
  });

  it('applies until a later day has its own', async () => {
    const company = ledger.caller();
    await record(company, '2026-11-20', '2.70');
    const later = await company.get('/exchange-rates/USD/2026-11-22');
    expect(later.body).toMatchObject({ date: '2026-11-20', rate: '2.7' });
    expect(await refused(company.get('/exchange-rates/USD/2026-11-19'))).toMatchObject({
      status: 404,
      code: 'accounting-core.exchange_rate_not_found',
    });
  });

  it.each([
    ['GEL', '2026-11-20', { rate: '1' }, 'accounting-core.exchange_rate_of_gel'],
    ['USD', '2026-11-20', { rate: '0' }, 'accounting-core.exchange_rate_invalid'],
    ['USD', '2026-11-20', { rate: '-2.7' }, 'accounting-core.exchange_rate_invalid'],
    ['USD', '2026-11-20', { rate: '2,7' }, 'accounting-core.exchange_rate_invalid'],
    ['USD', '1994-11-20', { rate: '2.7' }, 'accounting-core.exchange_rate_date_invalid'],
    ['USD', '2026-11-20', { rate: 2.7 }, 'host.invalid_request'],
    ['ZZZ', '2026-11-20', { rate: '2.7' }, 'host.invalid_request'],
    ['USD', '2026-11-31', { rate: '2.7' }, 'host.invalid_request'],
  ])('of %s on %s is refused as %j', async (currency, date, body, code) => {
    const company = ledger.caller();
    const sent = company.put(`/exchange-rates/${currency}/${date}`, body);
    expect(await refused(sent)).toMatchObject({ status: 400, code });
  });

  it('is listed latest first, by currency and between days, in pages', async () => {
    const company = ledger.caller();
    for (const day of ['18', '19', '20']) {
      await record(company, `2026-11-${day}`, `2.${day}`);
      await record(company, `2026-11-${day}`, `3.${day}`, 'EUR');
    }
    const list = async (query: string) => {
      const page = await accepted(company.get<Page<ExchangeRateView>>(`/exchange-rates?${query}`));
      return { ...page, shown: page.items.map(({ currency, date }) => `${currency} ${date}`) };
    };
    const dollars = ['USD 2026-11-20', 'USD 2026-11-19', 'USD 2026-11-18'];
    expect((await list('currency=USD')).shown).toEqual(dollars);
    expect((await list('from=2026-11-19&to=2026-11-19')).shown.sort()).toEqual([
      'EUR 2026-11-19',
      'USD 2026-11-19',
    ]);
    const first = await list('currency=USD&limit=2');
    const second = await list(`currency=USD&limit=2&after=${first.next ?? ''}`);
    expect([...first.shown, ...second.shown]).toEqual(dollars);
  });
});

const importCsv = (company: Caller, csv: string | Uint8Array): Promise<Answer<{ rates: number }>> =>
  company.send('POST', '/exchange-rates/import', {
    raw: csv,
    headers: { 'content-type': 'text/csv' },
  });

describe('the import of rates', () => {
  it('records every row, and a second time changes nothing', async () => {
    const company = ledger.caller();
    const csv =
      '\uFEFFcurrency,date,rate,quantity,source\r\n' +
      'USD,2026-11-20,2.7010,,nbg\r\nJPY,2026-11-20,1.7500,100,nbg\r\n\r\n' +
      'EUR,2026-11-20,3.1,1,\r\n';
    expect(await importCsv(company, csv)).toMatchObject({ status: 200, body: { rates: 3 } });
    const before = await footprintOf(ledger, company);
    expect(before['rates']).toBe('3');
    await accepted(importCsv(company, csv));
    expect(await footprintOf(ledger, company)).toEqual(before);
    const yen = await company.get('/exchange-rates/JPY/2026-11-20');
    expect(yen.body).toMatchObject({ rate: '0.0175', source: 'nbg' });
  });

  it('records nothing when a row is wrong, and names line and column', async () => {
    const company = ledger.caller();
    const csv = 'currency,date,rate\nUSD,2026-11-20,2.7\nUSD,2026-11-31,2.7\nLARI,2026-11-20,x\n';
    const problem = await refused(importCsv(company, csv));
    expect(problem).toMatchObject({ status: 400, code: 'accounting-core.rate_rows_invalid' });
    expect(problem.violations?.map(({ field }) => field)).toEqual([
      'line 3: date',
      'line 4: currency',
      'line 4: rate',
    ]);
    expect((await footprintOf(ledger, company))['rates']).toBe('0');
  });

  it('of a header without rows records nothing', async () => {
    const sent = importCsv(ledger.caller(), 'currency,date,rate');
    expect(await sent).toMatchObject({ status: 200, body: { rates: 0 } });
  });

  it('is refused when it names a currency and day twice', async () => {
    const csv = 'currency,date,rate\nUSD,2026-11-20,2.7\nUSD,2026-11-20,2.8\n';
    expect(await refused(importCsv(ledger.caller(), csv))).toMatchObject({
      status: 400,
      violations: [{ field: 'line 3: date', code: 'accounting-core.rate_named_twice' }],
    });
  });

  it('is refused for a quantity that is none', async () => {
    const quantities = [
      '1.5',
      'x',
      '0',
      '0x64',
      '1e3',
      '0b1',
      '+5',
      '-5',
      '010',
      '1_000',
      '1000001',
    ];
    const rows = quantities.map((quantity, day) => `JPY,2026-11-${day + 10},1.6,${quantity}\n`);
    const csv = `currency,date,rate,quantity\n${rows.join('')}`;
    const { violations } = await refused(importCsv(ledger.caller(), csv));
    expect(violations?.map(({ field }) => field)).toEqual(
      quantities.map((_, index) => `line ${index + 2}: quantity`),
    );
  });

  it('lists a hundred mistakes and reads no further', async () => {
    const csv = `currency,date,rate\n${'USD,2026-11-31,x\n'.repeat(5_000)}`;
    const { violations } = await refused(importCsv(ledger.caller(), csv));
    expect(violations).toHaveLength(100);
  });

  it.each([
    ['an unknown column', 'currency,date,rate,comment\nUSD,2026-11-20,2.7,x\n'],
    ['a missing column', 'currency,date\nUSD,2026-11-20\n'],
    ['too few cells', 'currency,date,rate\nUSD,2026-11-20\n'],
    ['an open quote', 'currency,date,rate\nUSD,"2026-11-20,2.7\n'],
    ['a column that is there twice', 'currency,date,rate,rate\nEUR,2026-11-01,3.1,9.9\n'],
    ['no header', ''],
    ['blank lines only', '\n \n'],
  ])('is refused for %s', async (_, csv) => {
    expect(await refused(importCsv(ledger.caller(), csv))).toMatchObject({
      status: 400,
      code: 'accounting-core.rate_csv_invalid',
    });
  });
});

describe('the source of a rate', () => {
  it.each([40, 41])('has one limit, wherever it is said: %i characters', async (length) => {
    const company = ledger.caller();
    const source = 'b'.repeat(length);
    const csv = `currency,date,rate,source\nUSD,2026-11-20,2.7,${source}\n`;
    const imported = await importCsv(company, csv);
    const recorded = await company.put('/exchange-rates/EUR/2026-11-20', { rate: '3.1', source });
    const listed = await company.get(`/exchange-rates?source=${source}`);
    const statuses = [imported, recorded, listed].map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([length > 40 ? 400 : 200]));
  });
});

describe('a text that is not UTF-8 in the import of rates', () => {
  const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

  it.each([
    ['line 2', 'rate_csv_invalid', 'currency,date,rate,source\nUSD,2026-11-20,2.7,b\u00ffnk\n'],
    ['body', 'import_not_utf8', 'currency,date,rate,s\u00ffurce\nUSD,2026-11-20,2.7,bank\n'],
  ])('is refused in %s, and nothing is recorded', async (field, code, text) => {
    const company = ledger.caller();
    expect(await refused(importCsv(company, bytesOf(text)))).toMatchObject({
      status: 400,
      code: `accounting-core.${code}`,
      violations: [{ field, code: 'accounting-core.import_not_utf8' }],
    });
    expect((await footprintOf(ledger, company))['rates']).toBe('0');
  });
});

describe('the revaluation of foreign balances', () => {
  const companyWithDollars = async (): Promise<Caller> => {
    const company = await newCompany(ledger);
    const usd = { currency: 'USD', exchangeRate: '2.7' };
    await post(company, {
      transactionDate: '2026-10-15',
      entries: pair(chart.foreignBank, chart.sales, '100.00', usd),
    });
    await record(company, '2026-10-31', '2.8');
    return company;
  };
  const revalue = (company: Caller, date = '2026-10-31') =>
    company.post<RevaluationReceipt>('/balances/revaluations', { date });

  it('posts the difference to the closing rate, as a transaction of that date', async () => {
    const company = await companyWithDollars();
    const revalued = await revalue(company);
    expect(revalued).toMatchObject({ status: 200, body: { gainGel: '10.00', lossGel: '0.00' } });
    const found = await company.get(`/transactions/${revalued.body.transactionId ?? ''}`);
    expect(found.body).toMatchObject({
      transactionType: 'revaluation',
      transactionDate: '2026-10-31',
      status: 'posted',
    });
    expect(await booksOf(company)).toMatchObject({
      [chart.foreignBank]: '280.00',
      [chart.exchangeGain]: '10.00',
    });
  });

  it('is refused, and breaks nothing, when the books cannot hold the difference', async () => {
    const company = await companyWithDollars();
    const entries = pair(chart.foreignBank, chart.sales, '10000000000000000.00', {
      currency: 'USD',
      exchangeRate: '2.7',
    });
    await post(company, { transactionDate: '2026-10-15', entries });
    await record(company, '2026-10-31', '9999.9');
    expect(await refused(revalue(company))).toMatchObject({
      status: 422,
      code: 'accounting-core.revaluation_too_large',
    });
  });

  it('posts nothing a second time, and only the rest when the rate was corrected', async () => {
    const company = await companyWithDollars();
    await accepted(revalue(company));
    expect((await revalue(company)).body).toEqual({
      date: '2026-10-31',
      transactionId: null,
      gainGel: '0.00',
      lossGel: '0.00',
      laterRevaluations: [],
    });
    await record(company, '2026-10-31', '2.79');
    expect((await revalue(company)).body).toMatchObject({ gainGel: '0.00', lossGel: '1.00' });
    expect((await booksOf(company))[chart.foreignBank]).toBe('279.00');
  });

  it('names the later days that were revalued before, until they are again', async () => {
    const company = await companyWithDollars();
    await record(company, '2026-11-10', '2.9');
    await record(company, '2026-11-20', '3');
    const last = await accepted(revalue(company, '2026-11-20'));
    const lastValue = () => balanceOf(company, chart.foreignBank, '?asOf=2026-11-20');
    expect(last).toMatchObject({ gainGel: '30.00', laterRevaluations: [] });
    expect(await accepted(revalue(company, '2026-11-10'))).toMatchObject({
      gainGel: '20.00',
      laterRevaluations: ['2026-11-20'],
    });
    expect(await accepted(revalue(company))).toMatchObject({
      gainGel: '10.00',
      laterRevaluations: ['2026-11-10', '2026-11-20'],
    });
    expect(await lastValue()).toMatchObject({ balanceGel: '330.00' });

    expect(await accepted(revalue(company, '2026-11-10'))).toMatchObject({
      lossGel: '10.00',
      laterRevaluations: ['2026-11-20'],
    });
    expect(await accepted(revalue(company, '2026-11-20'))).toMatchObject({ lossGel: '20.00' });
    expect(await lastValue()).toMatchObject({ balanceGel: '300.00' });
    expect(await accepted(revalue(company))).toMatchObject({ laterRevaluations: [] });
  });

  it('names no later day whose revaluation was reversed', async () => {
    const company = await companyWithDollars();
    const { transactionId } = await accepted(revalue(company, '2026-11-10'));
    const body = { reversalDate: '2026-11-10', reason: 'Wrong rate' };
    await accepted(company.post(`/transactions/${String(transactionId)}/reverse`, body));
    expect(await accepted(revalue(company))).toMatchObject({
      gainGel: '10.00',
      laterRevaluations: [],
    });
  });

  it('posts the difference once when several ask at the same moment', async () => {
    const company = await companyWithDollars();
    const answers = await Promise.all(Array.from({ length: 8 }, () => revalue(company)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const posted = answers.filter(({ body }) => body.transactionId !== null);
    expect(posted).toHaveLength(1);
    expect((await booksOf(company))[chart.foreignBank]).toBe('280.00');
  });

  it('is refused in a closed period and without a rate', async () => {
    const company = await companyWithDollars();
    expect(await refused(revalue(company, '2026-10-20'))).toMatchObject({
      status: 422,
      code: 'accounting-core.exchange_rate_unknown',
    });
    await accepted(company.post('/fiscal-periods/2026-10/close'));
    expect(await refused(revalue(company))).toMatchObject({
      status: 422,
      code: 'accounting-core.period_closed',
    });
  });
  describe('of a day on which an account that is shut since held a balance', () => {
    /** Ten euros that came in October and went on 5 November, at the same rate. */
    const companyThatHeldEuros = async () => {
      const company = await newCompany(ledger);
      const euros = { currency: 'EUR', exchangeRate: '3' };
      const entries = pair(chart.foreignBank, chart.sales, '10.00', euros);
      await post(company, { transactionDate: '2026-10-15', entries });
      const back = pair(chart.sales, chart.foreignBank, '10.00', euros);
      await post(company, { transactionDate: '2026-11-05', entries: back });
      await record(company, '2026-10-31', '3.1', 'EUR');
      const { accountId } = await accountOf(company, chart.foreignBank);
      return { company, path: `/accounts/${accountId}` };
    };

    /** Revalues as the refusal says, once the account is open again. */
    const revalueBothDays = async (company: Caller): Promise<void> => {
      expect(await accepted(revalue(company))).toMatchObject({ gainGel: '1.00', lossGel: '0.00' });
      const cleared = await accepted(revalue(company, '2026-11-05'));
      expect(cleared).toMatchObject({ gainGel: '0.00', lossGel: '1.00' });
    };

    it('is refused until it is reactivated, which can be undone after it', async () => {
      const { company, path } = await companyThatHeldEuros();
      const change = (action: string, version: number) =>
        accepted(company.post(`${path}/${action}`, undefined, { version }));
      await change('deactivate', 1);
      expect(await refused(revalue(company))).toMatchObject({
        status: 422,
        code: 'accounting-core.account_inactive',
        detail: expect.stringContaining('reactivate it, revalue this date and then') as string,
      });
      await change('reactivate', 2);
      await revalueBothDays(company);
      await change('deactivate', 3);
    });

    it('is refused until its restriction is lifted, which can be made again after it', async () => {
      const { company, path } = await companyThatHeldEuros();
      const restrict = (currency: string | null, version: number) =>
        accepted(
          company.put(
            `${path}/classification`,
            { isMonetary: true, currency, ifrsLine: null, metadata: {} },
            version,
          ),
        );
      await restrict('USD', 1);
      expect(await refused(revalue(company))).toMatchObject({
        status: 422,
        code: 'accounting-core.account_currency_mismatch',
        detail: expect.stringContaining('lift the restriction, revalue this date') as string,
      });
      await restrict(null, 2);
      await revalueBothDays(company);
      await restrict('USD', 3);
    });
  });
});
