import { AccountingDate, type Currency } from '@accounting/kernel';
import type { DimensionQuery, DimensionTotals } from '../../src/application/ports';
import type { AccountTotals } from '../../src/domain/account-totals';
import type { Entry } from '../../src/domain/transaction/events';
import { createBalances } from '../../src/infrastructure/balances.postgres';
import { newAccount, newCompany, posted, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.close());

const date = (text: string): AccountingDate => AccountingDate.of(text);
const balances = () => createBalances(ledger.database);

/** Debits of one account in GEL by the date asked for. */
const debitsAt = async (
  companyId: ReturnType<typeof newCompany>,
  accountId: ReturnType<typeof newAccount>,
  asOf: string,
): Promise<string> => {
  const [row] = await balances().ofAccounts(companyId, [accountId], date(asOf));
  return row?.debitGel ?? 'none';
};

describe('a balance', () => {
  const company = newCompany();
  const [cash, sales] = [newAccount(), newAccount()];
  const post = (on: string, amount: string): Promise<unknown> =>
    ledger.record(company, posted({ debit: cash, credit: sales, on, entry: { amount } }));

  it('goes by accounting date, so that a backdated posting changes every later day', async () => {
    await post('2026-11-10', '100.00');
    await post('2026-09-30', '10.00');
    const days = ['2026-09-29', '2026-09-30', '2026-10-31', '2026-11-09', '2026-11-10'];
    const before = await Promise.all(days.map((day) => debitsAt(company, cash, day)));
    expect(before).toEqual(['none', '10.00', '10.00', '10.00', '110.00']);
    await post('2026-10-15', '1.00');
    const after = await Promise.all(days.map((day) => debitsAt(company, cash, day)));
    expect(after).toEqual(['none', '10.00', '11.00', '11.00', '111.00']);
  });

  it('without a date includes what is dated ahead', async () => {
    await post('2027-01-01', '5.00');
    const [row] = await balances().ofAccounts(company, [cash], undefined);
    expect(row).toEqual({
      accountId: cash,
      currency: 'GEL',
      debit: '116.00',
      credit: '0.00',
      debitGel: '116.00',
      creditGel: '0.00',
    });
  });

  it('of all accounts is of all accounts, and zero in sum', async () => {
    const rows = await balances().ofAllAccounts(company, date('2026-11-30'));
    expect(rows.map(({ debitGel, creditGel }) => [debitGel, creditGel])).toEqual(
      expect.arrayContaining([
        ['111.00', '0.00'],
        ['0.00', '111.00'],
      ]),
    );
    expect(rows).toHaveLength(2);
  });

  it('at both ends of a range leaves the first day out of the opening', async () => {
    const range = { from: date('2026-10-15'), to: date('2026-11-10') };
    const { opening, closing } = await balances().atBothEnds(company, range);
    const ofCash = (rows: readonly AccountTotals[]): unknown =>
      rows.find(({ accountId }) => accountId === cash)?.debitGel;
    expect([ofCash(opening), ofCash(closing)]).toEqual(['10.00', '111.00']);
  });

  it('has a row per currency, with the digits of the currency', async () => {
    const yen = newCompany();
    const entry = { amount: '1500', currency: 'JPY' as Currency, amountGel: '27.15' };
    await ledger.record(yen, posted({ debit: cash, credit: sales, on: '2026-11-10', entry }));
    await ledger.record(yen, posted({ debit: cash, credit: sales, on: '2026-11-10' }));
    const rows = await balances().ofAccounts(yen, [cash], undefined);
    expect(rows.map(({ currency, debit, debitGel }) => [currency, debit, debitGel])).toEqual([
      ['GEL', '10.00', '10.00'],
      ['JPY', '1500', '27.15'],
    ]);
  });
});

/** Every balance of a dimension, read in pages of the size named. */
const dimensionBalances = async (
  companyId: ReturnType<typeof newCompany>,
  query: Partial<DimensionQuery> & Pick<DimensionQuery, 'dimensionType'>,
  limit = 100,
): Promise<readonly DimensionTotals[]> => {
  const items: DimensionTotals[] = [];
  let after: string | undefined;
  do {
    const page = await balances().ofDimension(
      companyId,
      { sort: 'dimension_value', ...query },
      { limit, ...(after !== undefined && { after }) },
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
};

describe.each([
  ['project', 'project'],
  ['counterparty_tin', 'counterpartyTin'],
  ['cost_centre', 'costCentre'],
  ['document_reference', 'documentReference'],
] as const)('balances by %s', (dimensionType, field) => {
  const company = newCompany();
  const [cash, sales] = [newAccount(), newAccount()];
  const post = (on: string, value: string, data: Partial<Entry> = {}): Promise<unknown> =>
    ledger.record(
      company,
      posted({ debit: cash, credit: sales, on, entry: { [field]: value, ...data } }),
    );

  beforeAll(async () => {
    await post('2026-10-10', 'ბათუმი');
    await post('2026-11-10', 'ბათუმი');
    await post('2026-11-11', 'თბილისი');
    await ledger.record(company, posted({ debit: cash, credit: sales, on: '2026-11-11' }));
  });

  it('count only entries that carry it, up to the date', async () => {
    const rows = async (asOf?: string): Promise<readonly unknown[]> => {
      const days = asOf === undefined ? {} : { asOf: date(asOf) };
      const items = await dimensionBalances(company, { dimensionType, accountId: cash, ...days });
      return items.map(({ dimensionValue, debitGel }) => [dimensionValue, debitGel]);
    };
    expect(await rows('2026-10-09')).toEqual([]);
    expect(await rows('2026-10-31')).toEqual([['ბათუმი', '10.00']]);
    expect(await rows('2026-11-09')).toEqual([['ბათუმი', '10.00']]);
    expect(await rows('2026-11-10')).toEqual([['ბათუმი', '20.00']]);
    expect(await rows()).toEqual([
      ['ბათუმი', '20.00'],
      ['თბილისი', '10.00'],
    ]);
  });

  it.each([undefined, '2026-11-15'])(
    'as of %s come in pages that leave nothing out, in both directions',
    async (asOf) => {
      const query = { dimensionType, ...(asOf !== undefined && { asOf: date(asOf) }) };
      const whole = await dimensionBalances(company, query);
      expect(whole).toHaveLength(4);
      expect(whole.map(({ dimensionValue }) => dimensionValue)).toEqual([
        'ბათუმი',
        'ბათუმი',
        'თბილისი',
        'თბილისი',
      ]);
      expect(await dimensionBalances(company, query, 1)).toEqual(whole);
      const backwards = { ...query, sort: '-dimension_value' } as const;
      for (const limit of [1, 3, 100]) {
        expect(await dimensionBalances(company, backwards, limit)).toEqual(whole.toReversed());
      }
    },
  );

  it.each([
    ['2026-10-10', '2026-10-10', '10.00'],
    ['2026-10-11', '2026-10-31', undefined],
    ['2026-10-01', '2026-10-31', '10.00'],
    ['2026-10-02', '2026-10-09', undefined],
    ['2026-10-10', '2026-11-10', '20.00'],
    ['2026-10-11', '2026-11-30', '10.00'],
    ['2026-09-15', '2026-12-15', '20.00'],
    ['2026-10-01', '2026-11-09', '10.00'],
    ['2026-11-01', undefined, '10.00'],
    ['2026-10-11', undefined, '10.00'],
    ['2026-11-11', undefined, undefined],
  ])('count only what lies from %s to %s, each day once', async (from, asOf, expected) => {
    const [item] = await dimensionBalances(company, {
      dimensionType,
      dimensionValue: 'ბათუმი',
      accountId: cash,
      from: date(from),
      ...(asOf !== undefined && { asOf: date(asOf) }),
    });
    expect(item?.debitGel).toBe(expected);
  });

  it('can be asked for one value', async () => {
    const items = await dimensionBalances(company, { dimensionType, dimensionValue: 'თბილისი' });
    expect(items.map(({ debitGel, creditGel }) => [debitGel, creditGel]).sort()).toEqual([
      ['0.00', '10.00'],
      ['10.00', '0.00'],
    ]);
  });

  it('stand per account and currency, with the digits of the currency', async () => {
    const yen = { amount: '1500', currency: 'JPY' as Currency, amountGel: '27.15' };
    await post('2025-01-05', 'ფოთი', yen);
    await post('2025-01-05', 'ფოთი');
    const items = await dimensionBalances(company, { dimensionType, dimensionValue: 'ფოთი' });
    expect(
      items
        .filter(({ accountId }) => accountId === cash)
        .map(({ currency, debit, credit, debitGel }) => [currency, debit, credit, debitGel]),
    ).toEqual([
      ['GEL', '10.00', '0.00', '10.00'],
      ['JPY', '1500', '0', '27.15'],
    ]);
    expect(items.every((item) => item.dimensionType === dimensionType)).toBe(true);
  });

  it('are nothing to another company that names the value or the account', async () => {
    const other = newCompany();
    const named = { dimensionType, dimensionValue: 'ბათუმი', accountId: cash };
    expect(await dimensionBalances(other, named)).toEqual([]);
    expect(await dimensionBalances(other, { dimensionType })).toEqual([]);
  });
});
