import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { accountDecider } from '../../src/domain/account/decide';
import { mayStandBelow, usualNormalBalance } from '../../src/domain/account-hierarchy';
import { adoptGeorgianChart } from '../../src/domain/chart-of-accounts/adopt-georgian-chart';
import {
  georgianChart,
  georgianLedgerAccountCodes,
} from '../../src/domain/chart-of-accounts/georgian-chart';
import { ledgerSettingsDecider } from '../../src/domain/ledger-settings/decide';
import { by, chartLedgerAccounts, idOf, ledgerFixture, ledgerOf, reasonOf } from './fixtures';

type SourceRow = Record<
  'code' | 'name_en' | 'name_ka' | 'type' | 'normal_balance' | 'ifrs_line' | 'parent_code',
  string
>;

/** The tables from which the chart was made: 274 accounts in use, and the 30 proposed on top. */
const sourceRows = ['chart-of-accounts.csv', 'chart-of-accounts-extension.csv'].flatMap((name) =>
  parse<SourceRow>(readFileSync(join(__dirname, name), 'utf8'), { columns: true }),
);

const byCode = new Map(georgianChart.map((account) => [account.code, account]));

describe('the Georgian chart', () => {
  it('has the 304 accounts of its source, each with the same facts', () => {
    const facts = georgianChart.map((account) => ({
      code: account.code,
      name_en: account.nameEnglish,
      name_ka: account.nameGeorgian,
      type: account.type,
      normal_balance: account.normalBalance,
      ifrs_line: account.ifrsLine,
      parent_code: account.parentCode ?? '',
    }));
    const expected = sourceRows.map((row) => ({
      code: row.code,
      name_en: row.name_en,
      name_ka: row.name_ka,
      type: row.type,
      normal_balance: row.normal_balance,
      ifrs_line: row.ifrs_line,
      // A liability that the source puts below inventories.
      parent_code: row.code === '1660' ? '3100' : row.parent_code,
    }));
    const sorted = (rows: readonly SourceRow[]): SourceRow[] =>
      rows.toSorted((one, other) => (one.code < other.code ? -1 : 1));
    expect(facts).toHaveLength(304);
    expect(sorted(facts)).toEqual(sorted(expected));
  });

  it('names each code once, and parents before their children', () => {
    const seen = new Set<string>();
    for (const { code, parentCode } of georgianChart) {
      expect(seen.has(code)).toBe(false);
      expect(parentCode === null || seen.has(parentCode)).toBe(true);
      seen.add(code);
    }
  });

  it('takes entries on the accounts that have none below them, and on no other', () => {
    const parents = new Set(georgianChart.map(({ parentCode }) => parentCode));
    for (const { code, isPostable } of georgianChart) expect(isPostable).toBe(!parents.has(code));
  });

  it('has every account below its own element, on a side that its type allows', () => {
    for (const account of georgianChart) {
      const parent = byCode.get(account.parentCode ?? '');
      if (parent !== undefined) expect(mayStandBelow(parent, account.type)).toBe(true);
      expect(['both', usualNormalBalance(account.type)]).toContain(account.normalBalance);
    }
  });

  it.each([
    ['money, claims and debts in fixed sums', true, '1110 1220 1410 1415 1314 2320 3110 3130 3340'],
    ['loans and provisions paid in money', true, '3210 4140 4310 3420 1660'],
    ['advances and prepayments', false, '1480 1481 1485 3120 1720 4410'],
    ['goods, fixed assets and shares', false, '1610 2160 2260 2510 1311 2415 1310'],
    ['deferred tax and warranties', false, '2340 4210 3430'],
    ['equity, income and expenses', false, '5150 5310 6110 7210 8140 9210'],
    ['headings', false, '1000 1100 3300'],
  ])('%s: monetary %s', (_, isMonetary, codes) => {
    for (const code of codes.split(' ')) {
      expect([code, byCode.get(code)?.isMonetary]).toEqual([code, isMonetary]);
    }
  });

  it('restricts to lari the two accounts that are named after it', () => {
    const restricted = georgianChart.filter(({ currency }) => currency !== null);
    expect(restricted.map(({ code, currency }) => `${code} ${currency ?? ''}`)).toEqual([
      '1110 GEL',
      '1210 GEL',
    ]);
  });
});

describe('adopting the chart', () => {
  const empty = ledgerOf([], { ledgerAccounts: undefined });
  const adoption = adoptGeorgianChart({
    metadata: by('mariam'),
    ledger: empty,
    accountIdOf: idOf,
  });

  it('creates every account below its parent', () => {
    expect(adoption.accounts).toHaveLength(304);
    expect(adoption.accounts.find(({ data }) => data.code === '1110')).toStrictEqual({
      type: 'AccountCreated',
      data: {
        accountId: idOf('1110'),
        code: '1110',
        nameEnglish: 'Cash on hand, national currency (GEL)',
        nameGeorgian: 'ნაღდი ფული ეროვნულ ვალუტაში',
        type: 'asset',
        normalBalance: 'debit',
        parentAccountId: idOf('1100'),
        isPostable: true,
        isMonetary: true,
        currency: 'GEL',
        ifrsLine: 'Cash and cash equivalents',
        metadata: {},
      },
    });
    expect(adoption.accounts[0]?.data.parentAccountId).toBeNull();
  });

  it('creates only accounts that could be created one by one', () => {
    const created: Parameters<typeof ledgerOf>[0][number][] = [];
    for (const { data } of adoption.accounts) {
      const events = accountDecider.decide(
        { type: 'CreateAccount', data, ledger: ledgerOf(created), metadata: by('mariam') },
        { status: 'absent' },
      );
      expect(events).toEqual([{ type: 'AccountCreated', data }]);
      created.push({ ...data, isActive: true });
    }
  });

  it('settles the accounts of the ledger, with four eyes required', () => {
    expect(adoption.settings).toEqual({
      type: 'LedgerSettingsChanged',
      data: {
        accounts: chartLedgerAccounts,
        fourEyes: { required: true },
        changedBy: 'mariam',
      },
    });
    expect(Object.values(georgianLedgerAccountCodes)).toEqual(['8240', '8140', '8240', '5310']);
    const { accounts, fourEyes } = adoption.settings.data;
    const confirm = () =>
      ledgerSettingsDecider.decide(
        {
          type: 'ChangeLedgerSettings',
          data: { accounts, fourEyes },
          ledger: ledgerFixture(),
          metadata: by('mariam'),
        },
        { status: 'absent' },
      );
    expect(confirm).not.toThrow();
  });

  it('is for a company that has no accounts', () => {
    const attempt = () =>
      adoptGeorgianChart({ metadata: by('mariam'), ledger: ledgerFixture(), accountIdOf: idOf });
    expect(reasonOf(attempt)).toBe('chart_already_adopted');
  });
});
