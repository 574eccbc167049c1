import type { Page, TransactionSummary } from '../../../src/application/ports';
import { accountOf, chart, newCompany, pair, post, transactionBody } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  await post(company, {
    transactionDate: '2026-09-01',
    transactionType: 'opening_balance',
    description: 'Opening balances',
    entries: pair(chart.cash, chart.capital, '1000.00'),
  });
  for (const day of ['03', '01', '02']) {
    await post(company, {
      transactionDate: `2026-10-${day}`,
      description: `საქონლის გაყიდვა ${day}`,
      documentReference: `INV-${day}`,
      entries: pair(chart.customers, chart.sales, `${Number(day)}.00`, {
        counterpartyTin: `20000000${Number(day)}`,
      }),
    });
  }
  await accepted(
    company.post(
      '/transactions',
      transactionBody({
        transactionDate: '2026-10-04',
        description: 'Draft of rent',
        entries: pair(chart.wages, chart.bank, '50.00', { counterpartyTin: '200000009' }),
      }),
    ),
  );
});
afterAll(() => ledger.stop());

const list = async (query: string): Promise<Page<TransactionSummary>> =>
  accepted(company.get<Page<TransactionSummary>>(`/transactions?${query}`));

const described = async (query: string): Promise<readonly string[]> =>
  (await list(query)).items.map(({ description }) => description);

describe('the list of transactions', () => {
  it('begins with the latest day unless it is asked otherwise', async () => {
    expect(await described('')).toEqual([
      'Draft of rent',
      'საქონლის გაყიდვა 03',
      'საქონლის გაყიდვა 02',
      'საქონლის გაყიდვა 01',
      'Opening balances',
    ]);
  });

  it.each([
    ['status=draft', ['Draft of rent']],
    ['transactionType=opening_balance', ['Opening balances']],
    ['from=2026-10-02&to=2026-10-03', ['საქონლის გაყიდვა 03', 'საქონლის გაყიდვა 02']],
    ['counterpartyTin=200000001', ['საქონლის გაყიდვა 01']],
    ['counterpartyTin=200000009', ['Draft of rent']],
    ['documentReference=INV-02', ['საქონლის გაყიდვა 02']],
    ['documentReference=%20INV-02%20', ['საქონლის გაყიდვა 02']],
    [`search=${encodeURIComponent('გაყიდვა 03')}`, ['საქონლის გაყიდვა 03']],
    ['search=OPENING', ['Opening balances']],
    ['search=&status=draft', ['Draft of rent']],
    ['search=%25', []],
    ['totalFrom=3.00&totalTo=50.00', ['Draft of rent', 'საქონლის გაყიდვა 03']],
    ['totalTo=1', ['საქონლის გაყიდვა 01']],
    ['importBatchId=unknown', []],
  ])('is filtered by %s', async (query, expected) => {
    expect(await described(query)).toEqual(expected);
  });

  it('finds a document in the transaction or in any of its entries, posted or not', async () => {
    const own = await newCompany(ledger);
    const about = { documentReference: 'ZED-7' };
    const entries = pair(chart.goods, chart.suppliers, '5.00', about);
    await post(own, { description: 'In the entries', entries });
    await post(own, { description: 'In the transaction', ...about });
    await post(own, { description: 'In both', entries, ...about });
    await post(own, { description: 'In neither' });
    const draft = transactionBody({ description: 'In a draft', entries });
    await accepted(own.post('/transactions', draft));
    const found = async (query: string): Promise<readonly string[]> => {
      const path = `/transactions?documentReference=ZED-7${query}`;
      const { items } = await accepted(own.get<Page<TransactionSummary>>(path));
      return items.map(({ description }) => description).sort();
    };
    const all = ['In a draft', 'In both', 'In the entries', 'In the transaction'];
    expect(await found('')).toEqual(all);
    expect(await found('&sort=created')).toEqual(all);
    expect(await found('&status=draft')).toEqual(['In a draft']);
    const { accountId } = await accountOf(own, chart.goods);
    const withGoods = all.filter((description) => description !== 'In the transaction');
    expect(await found(`&accountId=${accountId}`)).toEqual(withGoods);
    expect(await described('documentReference=ZED-7')).toEqual([]);
  });

  it('is filtered by account, posted or not', async () => {
    const wages = await accountOf(company, chart.wages);
    const capital = await accountOf(company, chart.capital);
    expect(await described(`accountId=${wages.accountId}`)).toEqual(['Draft of rent']);
    expect(await described(`accountId=${capital.accountId}`)).toEqual(['Opening balances']);
  });

  it.each([
    ['transaction_date', '2026-09-01'],
    ['-transaction_date', '2026-10-04'],
    ['created', '2026-09-01'],
    ['-created', '2026-10-04'],
  ])('sorted by %s comes in pages that together are the whole', async (sort, firstDate) => {
    const whole = (await list(`sort=${sort}`)).items;
    expect(whole[0]?.transactionDate).toBe(firstDate);
    const pages: TransactionSummary[] = [];
    for (let after = ''; ;) {
      const page = await list(`sort=${sort}&limit=2${after}`);
      expect(page.items.length).toBeLessThanOrEqual(2);
      pages.push(...page.items);
      if (page.next === undefined) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    expect(pages).toEqual(whole);
  });

  it('goes on where it stopped although transactions are added before that place', async () => {
    const first = await list('sort=transaction_date&limit=2');
    await post(company, { transactionDate: '2026-08-01', description: 'Found in a drawer' });
    const rest = await list(`sort=transaction_date&after=${first.next ?? ''}`);
    expect(rest.items.map(({ transactionDate }) => transactionDate)).toEqual([
      '2026-10-02',
      '2026-10-03',
      '2026-10-04',
    ]);
  });

  it('refuses the continuation of another list, or a made-up one', async () => {
    const { next = '' } = await list('sort=created&limit=1');
    for (const after of [next, 'nonsense', btoa('["transaction_date","x","y"]')]) {
      const path = `/transactions?sort=transaction_date&after=${encodeURIComponent(after)}`;
      expect(await refused(company.get(path))).toMatchObject({
        status: 400,
        code: 'accounting-core.invalid_cursor',
        violations: [{ field: 'after' }],
      });
    }
  });
});
