import type { AccountBalance } from '../../../src/application/balance-queries';
import type { LedgerPage } from '../../../src/application/account-ledger-ports';
import type { DimensionTotals, Page } from '../../../src/application/ports';
import { accountOf, balanceOf, chart, newCompany, pair, post, trialBalanceOf } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  const usd = { currency: 'USD', exchangeRate: '2.7' };
  const booked: [string, readonly object[]][] = [
    ['2026-09-30', pair(chart.cash, chart.capital, '1000.00')],
    ['2026-10-05', pair(chart.goods, chart.suppliers, '200.00', { counterpartyTin: '200000001' })],
    ['2026-10-31', pair(chart.bank, chart.cash, '300.00')],
    ['2026-11-02', pair(chart.foreignBank, chart.sales, '10.00', { ...usd, project: 'ექსპორტი' })],
    ['2026-11-10', pair(chart.cash, chart.sales, '118.00', { project: 'ბითუმი', costCentre: 'A' })],
  ];
  for (const [transactionDate, entries] of booked)
    await post(company, { transactionDate, entries });
});
afterAll(() => ledger.stop());

describe('the balance of an account', () => {
  it('is strongly consistent: it includes a posting that was answered', async () => {
    const before = Number((await balanceOf(company, chart.wages)).balanceGel);
    const entries = pair(chart.wages, chart.bank, '0.07');
    await post(company, { transactionDate: '2026-07-01', entries });
    expect(Number((await balanceOf(company, chart.wages)).balanceGel) - before).toBeCloseTo(0.07);
  });

  it.each([
    ['2026-09-29', '0.00'],
    ['2026-09-30', '1000.00'],
    ['2026-10-30', '1000.00'],
    ['2026-10-31', '700.00'],
    ['2026-11-09', '700.00'],
    ['2026-11-10', '818.00'],
    ['2027-11-22', '818.00'],
  ])('as of %s counts what is dated up to then', async (asOf, expected) => {
    expect((await balanceOf(company, chart.cash, `?asOf=${asOf}`)).balanceGel).toBe(expected);
  });

  it('stands per currency, each with its value in GEL', async () => {
    const balance = await balanceOf(company, chart.foreignBank);
    expect(balance.currencies).toEqual([
      {
        currency: 'USD',
        balance: '10.00',
        debit: '10.00',
        credit: '0.00',
        debitGel: '27.00',
        creditGel: '0.00',
      },
    ]);
    expect(balance.balanceGel).toBe('27.00');
  });

  it('is rolled up the hierarchy', async () => {
    const { parentAccountId } = await accountOf(company, chart.cash);
    const group = await accepted(
      company.get<AccountBalance>(`/balances/accounts/${parentAccountId ?? ''}?asOf=2026-11-22`),
    );
    expect(group).toMatchObject({ balanceGel: '0.00', rolledUp: { balanceGel: '818.00' } });
    const { balances } = await accepted(
      company.get<{ balances: readonly AccountBalance[] }>('/balances?asOf=2026-11-22'),
    );
    const own = (start: string) => balances.filter(({ accountCode }) => accountCode === start);
    expect(own(chart.cash)[0]?.rolledUp.balanceGel).toBe('818.00');
    expect(balances.find(({ accountCode }) => accountCode === group.accountCode)).toEqual(group);
  });

  it('is positive on the normal side of its account', async () => {
    expect((await balanceOf(company, chart.suppliers)).balanceGel).toBe('200.00');
    expect((await balanceOf(company, chart.capital)).balanceGel).toBe('1000.00');
  });

  it('is not there for an account that does not exist', async () => {
    const nobody = '/balances/accounts/0193a5c2-7c1e-7d3a-9b1f-000000000000';
    expect(await refused(company.get(nobody))).toMatchObject({ status: 404 });
    expect(await refused(company.get(`${nobody}/ledger`))).toMatchObject({ status: 404 });
  });

  it('is there at once for an account that was just created', async () => {
    const { accountId } = await accepted(
      company.post<{ accountId: string }>('/accounts', {
        code: '1199',
        nameEnglish: 'Till',
        nameGeorgian: 'სალარო',
        type: 'asset',
        normalBalance: 'debit',
      }),
    );
    const balance = await company.get(`/balances/accounts/${accountId}`);
    expect(balance).toMatchObject({ status: 200, body: { balanceGel: '0.00', currencies: [] } });
  });
});

describe('a backdated posting', () => {
  it('changes every later day and no earlier one', async () => {
    const late = await newCompany(ledger);
    const at = async (asOf: string) =>
      (await balanceOf(late, chart.cash, `?asOf=${asOf}`)).balanceGel;
    await post(late, { transactionDate: '2026-11-20' });
    expect([await at('2026-10-15'), await at('2026-11-20')]).toEqual(['0.00', '100.00']);
    await post(late, { transactionDate: '2026-10-15' });
    expect([await at('2026-10-14'), await at('2026-10-15')]).toEqual(['0.00', '100.00']);
    expect([await at('2026-10-31'), await at('2026-11-20')]).toEqual(['100.00', '200.00']);
  });
});

describe('the trial balance', () => {
  it('has opening balances, turnover and closing balances whose totals agree', async () => {
    const view = await trialBalanceOf(company, '?from=2026-11-01&asOf=2026-11-30');
    const cash = view.rows.find(({ accountCode }) => accountCode === chart.cash);
    expect(cash).toMatchObject({
      openingDebitGel: '700.00',
      turnoverDebitGel: '118.00',
      turnoverCreditGel: '0.00',
      closingDebitGel: '818.00',
      closingCreditGel: '0.00',
    });
    const { totals } = view;
    expect(totals.openingDebitGel).toBe(totals.openingCreditGel);
    expect(totals.turnoverDebitGel).toBe(totals.turnoverCreditGel);
    expect(totals.closingDebitGel).toBe(totals.closingCreditGel);
    expect(totals.turnoverDebitGel).toBe('145.00');
  });

  it('without days covers everything since the books began', async () => {
    const { from, asOf, totals } = await trialBalanceOf(company);
    expect({ from, asOf }).toEqual({ from: null, asOf: null });
    expect(totals.openingDebitGel).toBe('0.00');
    expect(totals.closingDebitGel).toBe(totals.closingCreditGel);
  });
});

describe('the ledger of an account', () => {
  const page = async (query: string): Promise<LedgerPage> => {
    const { accountId } = await accountOf(company, chart.cash);
    return accepted(company.get<LedgerPage>(`/balances/accounts/${accountId}/ledger?${query}`));
  };

  it('runs from the opening balance', async () => {
    const { openingBalanceGel, items } = await page('from=2026-10-01&to=2026-11-30');
    expect(openingBalanceGel).toBe('1000.00');
    expect(items.map(({ side, amountGel, balanceGel }) => [side, amountGel, balanceGel])).toEqual([
      ['credit', '300.00', '700.00'],
      ['debit', '118.00', '818.00'],
    ]);
  });

  it('carries the running balance from page to page', async () => {
    const { items: whole } = await page('');
    const paged = [];
    for (let after = ''; ;) {
      const { items, next } = await page(`limit=1${after}`);
      paged.push(...items);
      if (next === undefined) break;
      after = `&after=${next}`;
    }
    expect(paged).toEqual(whole);
    expect(paged.map(({ balanceGel }) => balanceGel)).toEqual(['1000.00', '700.00', '818.00']);
  });

  it('is read from its end with the same balances', async () => {
    const { items: whole } = await page('');
    const paged = [];
    const around = [];
    for (let after = ''; ;) {
      const { items, next, ...balances } = await page(`sort=-transaction_date&limit=2${after}`);
      paged.push(...items);
      around.push(balances);
      if (next === undefined) break;
      after = `&after=${next}`;
    }
    expect(paged).toEqual(whole.toReversed());
    expect(around).toEqual([
      { openingBalanceGel: '1000.00', closingBalanceGel: '818.00' },
      { openingBalanceGel: '0.00', closingBalanceGel: '1000.00' },
    ]);
  });

  describe.each([
    ['a liability', chart.suppliers, '200.00'],
    ['equity', chart.capital, '1000.00'],
    ['income', chart.sales, '145.00'],
    ['an asset', chart.foreignBank, '27.00'],
  ])('of %s', (_, code, expected) => {
    it.each(['transaction_date', '-transaction_date'])(
      'by %s ends with the balance of the account, with the same sign',
      async (sort) => {
        const { accountId, balanceGel } = await balanceOf(company, code);
        const path = `/balances/accounts/${accountId}/ledger?sort=${sort}`;
        const { items, ...around } = await accepted(company.get<LedgerPage>(path));
        const last = sort === 'transaction_date' ? items.at(-1) : items[0];
        expect([balanceGel, last?.balanceGel]).toEqual([expected, expected]);
        expect(around).toEqual({ openingBalanceGel: '0.00', closingBalanceGel: expected });
        const later = await accepted(company.get<LedgerPage>(`${path}&from=2026-12-01`));
        expect(later).toEqual({
          items: [],
          openingBalanceGel: expected,
          closingBalanceGel: expected,
        });
      },
    );
  });

  it('tells a balance on the other side as negative', async () => {
    const own = await newCompany(ledger);
    await post(own, { entries: pair(chart.suppliers, chart.cash, '3.00') });
    const { accountId, balanceGel } = await balanceOf(own, chart.suppliers);
    const path = `/balances/accounts/${accountId}/ledger`;
    const { items, closingBalanceGel } = await accepted(own.get<LedgerPage>(path));
    expect([balanceGel, items[0]?.balanceGel, closingBalanceGel]).toEqual(Array(3).fill('-3.00'));
  });

  describe('in one currency', () => {
    let own: Caller;
    beforeAll(async () => {
      own = await newCompany(ledger);
      const inDollars = (rate: string) => ({ currency: 'USD', exchangeRate: rate });
      const booked: [string, readonly object[]][] = [
        ['2026-10-30', pair(chart.foreignBank, chart.sales, '100.00', inDollars('2.7'))],
        ['2026-11-02', pair(chart.foreignBank, chart.suppliers, '10.50', inDollars('2.8'))],
        ['2026-11-02', pair(chart.suppliers, chart.foreignBank, '40.00', inDollars('2.75'))],
        ['2026-11-03', pair(chart.suppliers, chart.cash, '9.99')],
      ];
      for (const [transactionDate, entries] of booked)
        await post(own, { transactionDate, entries });
    });
    const read = async (code: string, query: string): Promise<LedgerPage> => {
      const { accountId } = await accountOf(own, code);
      return accepted(own.get<LedgerPage>(`/balances/accounts/${accountId}/ledger?${query}`));
    };

    it('runs in it besides GEL, as the statement of the bank does', async () => {
      const { items, ...around } = await read(chart.foreignBank, 'currency=USD&from=2026-11-01');
      expect(items.map(({ amount, balance, balanceGel }) => [amount, balance, balanceGel])).toEqual(
        expect.arrayContaining([expect.arrayContaining(['40.00', '70.50', '189.40'])]),
      );
      expect(around).toEqual({
        openingBalanceGel: '270.00',
        openingBalance: '100.00',
        closingBalanceGel: '189.40',
        closingBalance: '70.50',
      });
      const whole = (await read(chart.foreignBank, 'currency=USD')).items;
      const backwards = await read(chart.foreignBank, 'currency=USD&sort=-transaction_date');
      expect(backwards.items).toEqual(whole.toReversed());
      expect(backwards).toMatchObject({ openingBalance: '0.00', closingBalance: '70.50' });
      const pages = [await read(chart.foreignBank, 'currency=USD&limit=2')];
      pages.push(await read(chart.foreignBank, `currency=USD&limit=2&after=${pages[0]?.next}`));
      expect(pages.flatMap(({ items: shown }) => shown)).toEqual(whole);
      expect(pages[1]?.openingBalance).toBe(whole[1]?.balance);
    });

    it('counts only what is in it, on the normal side of the account', async () => {
      const { items, closingBalance } = await read(chart.suppliers, 'currency=USD');
      const { currencies } = await balanceOf(own, chart.suppliers);
      expect(closingBalance).toBe('-29.50');
      expect(items.at(-1)?.balance).toBe('-29.50');
      expect(currencies.find(({ currency }) => currency === 'USD')?.balance).toBe('-29.50');
      expect(await read(chart.sales, 'currency=GEL')).toEqual({
        items: [],
        openingBalanceGel: '0.00',
        openingBalance: '0.00',
        closingBalanceGel: '0.00',
        closingBalance: '0.00',
      });
    });

    it('has no such balance when no currency is asked for', async () => {
      const page = await read(chart.suppliers, '');
      expect(page).not.toHaveProperty('openingBalance');
      expect(page).not.toHaveProperty('closingBalance');
      expect(page.items[0]).not.toHaveProperty('balance');
    });
  });

  it('may be read for one currency', async () => {
    expect((await page('currency=USD')).items).toEqual([]);
    expect((await page('currency=GEL')).items).toHaveLength(3);
  });
});

describe('the balances of a dimension', () => {
  type Dimension = DimensionTotals & { readonly accountCode: string };
  const list = async (query: string): Promise<Page<Dimension>> =>
    accepted(company.get<Page<Dimension>>(`/balances/dimensions?${query}`));

  it('stand per value, account and currency', async () => {
    const { items } = await list('dimensionType=project');
    expect(
      items.map(({ dimensionValue, accountCode, currency, debitGel, creditGel }) => [
        dimensionValue,
        accountCode,
        currency,
        debitGel,
        creditGel,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['ბითუმი', chart.cash, 'GEL', '118.00', '0.00'],
        ['ბითუმი', chart.sales, 'GEL', '0.00', '118.00'],
        ['ექსპორტი', chart.foreignBank, 'USD', '27.00', '0.00'],
        ['ექსპორტი', chart.sales, 'USD', '0.00', '27.00'],
      ]),
    );
    expect(items).toHaveLength(4);
  });

  it('stand by document reference like by any other, at once and as of any day', async () => {
    const reference = 'ზედნადები № 77/2026';
    const value = encodeURIComponent(reference);
    const query = `dimensionType=document_reference&dimensionValue=${value}`;
    const shown = async (more = '') =>
      (await list(`${query}${more}`)).items
        .map(({ accountCode, currency, debit, credit, debitGel, creditGel }) =>
          [accountCode, currency, debit, credit, debitGel, creditGel].join(' '),
        )
        .sort();
    expect(await shown()).toEqual([]);
    const about = { documentReference: reference };
    const bill = pair(chart.goods, chart.suppliers, '50.00', about);
    await post(company, { transactionDate: '2026-03-10', entries: bill });
    const owed = [
      `${chart.goods} GEL 50.00 0.00 50.00 0.00`,
      `${chart.suppliers} GEL 0.00 50.00 0.00 50.00`,
    ];
    expect(await shown()).toEqual(owed);
    const usd = { currency: 'USD', exchangeRate: '2.7', ...about };
    const payment = pair(chart.suppliers, chart.foreignBank, '10.00', usd);
    await post(company, { transactionDate: '2026-04-10', entries: payment });
    expect(await shown()).toEqual([
      `${chart.foreignBank} USD 0.00 10.00 0.00 27.00`,
      ...owed,
      `${chart.suppliers} USD 10.00 0.00 27.00 0.00`,
    ]);
    expect(await shown('&asOf=2026-03-09')).toEqual([]);
    expect(await shown('&asOf=2026-04-09')).toEqual(owed);
    const { accountId } = await accountOf(company, chart.goods);
    expect(await shown(`&accountId=${accountId}`)).toEqual(owed.slice(0, 1));
    const asTyped = `dimensionType=document_reference&dimensionValue=%20${value}%20`;
    expect((await list(`${asTyped}&asOf=2026-04-09`)).items).toHaveLength(2);
  });

  it('tell the income of a project in one year alone', async () => {
    const own = await newCompany(ledger);
    const about = { project: 'ხიდი' };
    for (const [transactionDate, amount] of [
      ['2024-12-31', '1.00'],
      ['2025-01-01', '2.00'],
      ['2025-12-31', '4.00'],
      ['2026-01-01', '8.00'],
    ] as const) {
      const entries = pair(chart.bank, chart.sales, amount, about);
      await post(own, { transactionDate, entries });
    }
    const { accountId } = await accountOf(own, chart.sales);
    const incomeIn = async (days: string): Promise<readonly string[]> => {
      const query = `dimensionType=project&accountId=${accountId}&${days}`;
      const path = `/balances/dimensions?${query}`;
      const { items } = await accepted(own.get<Page<Dimension>>(path));
      return items.map(({ creditGel }) => creditGel);
    };
    expect(await incomeIn('from=2025-01-01&asOf=2025-12-31')).toEqual(['6.00']);
    expect(await incomeIn('from=2025-01-01')).toEqual(['14.00']);
    expect(await incomeIn('asOf=2025-12-31')).toEqual(['7.00']);
  });

  it('are of the company that asks and of no other', async () => {
    const other = await newCompany(ledger);
    const entries = pair(chart.cash, chart.sales, '1.00', { documentReference: 'INV-1' });
    await post(other, { entries });
    const query = '/balances/dimensions?dimensionType=document_reference&dimensionValue=INV-1';
    expect((await accepted(other.get<Page<Dimension>>(query))).items).toHaveLength(2);
    expect((await accepted(company.get<Page<Dimension>>(query))).items).toEqual([]);
  });

  it('run backwards when asked to', async () => {
    const forwards = await list('dimensionType=project');
    const backwards = await list('dimensionType=project&sort=-dimension_value');
    expect(backwards.items).toEqual(forwards.items.toReversed());
  });

  it('are narrowed to a value, an account and a day, and come in pages', async () => {
    const one = await list('dimensionType=counterparty_tin&dimensionValue=200000001');
    expect(one.items.map(({ accountCode }) => accountCode).sort()).toEqual([
      chart.goods,
      chart.suppliers,
    ]);
    expect((await list('dimensionType=project&dimensionValue=')).items).toEqual([]);
    const early = 'dimensionType=counterparty_tin&asOf=2026-10-04';
    expect((await list(early)).items).toEqual([]);
    const { accountId } = await accountOf(company, chart.sales);
    expect((await list(`dimensionType=project&accountId=${accountId}`)).items).toHaveLength(2);
    const first = await list('dimensionType=project&limit=3');
    const second = await list(`dimensionType=project&limit=3&after=${first.next ?? ''}`);
    expect([first.items.length, second.items.length]).toEqual([3, 1]);
    expect(second.next).toBeUndefined();
  });
});
