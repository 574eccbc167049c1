import { createDatabase } from '@accounting/database';
import { AccountingDate, AccountingMonth, Currency } from '@accounting/kernel';
import type {
  AccountFilter,
  ExchangeRateFilter,
  Page,
  PageRequest,
} from '../../src/application/ports';
import type { AccountDetails } from '../../src/domain/account/events';
import { createAccounts } from '../../src/infrastructure/accounts.prisma';
import { createExchangeRates } from '../../src/infrastructure/exchange-rates.prisma';
import { createFiscalPeriods } from '../../src/infrastructure/fiscal-periods.prisma';
import { createLedgerSettingsReader } from '../../src/infrastructure/ledger-settings.prisma';
import {
  createPlainTableReader,
  type PlainTableReader,
} from '../../src/infrastructure/plain-tables.prisma';
import {
  accountCreated,
  newAccount,
  newCompany,
  now,
  posted,
  startLedger,
  type TestLedger,
} from './ledger-fixture';

let ledger: TestLedger;
let plainTables: PlainTableReader;
beforeAll(async () => {
  ledger = await startLedger();
  plainTables = createPlainTableReader(ledger.database);
});
afterAll(() => ledger.close());

const readAll = async <Item>(
  read: (page: PageRequest) => Promise<Page<Item>>,
  limit: number,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read({ limit, ...(after !== undefined && { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
};

describe('accounts', () => {
  const company = newCompany();
  const parentAccountId = newAccount();
  const chart: readonly (Partial<AccountDetails> & { readonly code: string })[] = [
    { code: '1110', nameGeorgian: 'ჰონორარი', nameEnglish: 'Zebra', parentAccountId },
    { code: '1120', nameGeorgian: 'ანგარიში', nameEnglish: 'apple', isPostable: false },
    { code: '2110', nameGeorgian: 'ბანკი', nameEnglish: 'Bank 100%', type: 'liability' },
    { code: '2120', nameGeorgian: 'ბანკი', nameEnglish: 'Ärger', metadata: { place: 'ბათუმი' } },
  ];
  const events = chart.map(accountCreated);
  beforeAll(async () => {
    for (const event of events) await ledger.record(company, event);
    const { accountId } = events[3]?.data ?? { accountId: newAccount() };
    await ledger.record(company, { type: 'AccountDeactivated', data: { accountId } }, 2);
  });

  const codes = async (filter: Partial<AccountFilter>, limit = 100): Promise<readonly string[]> => {
    const accounts = createAccounts(plainTables, ledger.database);
    const items = await readAll(
      (page) => accounts.list(company, { sort: 'code', ...filter }, page),
      limit,
    );
    return items.map(({ code }) => code);
  };

  it.each([
    ['type', { type: 'liability' }, ['2110']],
    ['parent', { parentAccountId }, ['1110']],
    ['activity', { isActive: false }, ['2120']],
    ['whether they take postings', { isPostable: false }, ['1120']],
    ['beginning of the code', { codePrefix: '11' }, ['1110', '1120']],
    ['beginning of the code, as it is', { codePrefix: '1_' }, []],
    ['part of the Georgian name', { search: 'ანკ' }, ['2110', '2120']],
    ['part of the English name in other case', { search: 'APP' }, ['1120']],
    ['text with wildcards, as it is', { search: '0%' }, ['2110']],
  ] as const)('are filtered by %s', async (_, filter, expected) => {
    expect(await codes(filter)).toEqual(expected);
  });

  it('are sorted as Georgians sort', async () => {
    const sorted = await codes({ sort: 'name_georgian' });
    expect([sorted[0], new Set(sorted.slice(1, 3)), sorted[3]]).toEqual([
      '1120',
      new Set(['2110', '2120']),
      '1110',
    ]);
  });

  it('are sorted by English names without regard to case and accents', async () => {
    expect(await codes({ sort: 'name_english' })).toEqual(['1120', '2120', '2110', '1110']);
  });

  it.each(['code', 'name_georgian', 'name_english'] as const)(
    'by %s come in pages that neither repeat nor leave out, in both directions',
    async (sort) => {
      const whole = await codes({ sort });
      expect(whole).toHaveLength(chart.length);
      expect(await codes({ sort }, 1)).toEqual(whole);
      for (const limit of [1, 3]) {
        expect(await codes({ sort: `-${sort}` }, limit)).toEqual(whole.toReversed());
      }
    },
  );

  it('are found with everything that is known of them', async () => {
    const [event] = events;
    if (event === undefined) throw new Error('there is no account');
    const view = await createAccounts(plainTables, ledger.database).find(
      company,
      event.data.accountId,
    );
    expect(view).toEqual({
      ...event.data,
      isActive: true,
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
  });

  it('have names that can be asked for all at once', async () => {
    const names = await createAccounts(plainTables, ledger.database).names(company);
    expect(names.size).toBe(4);
    expect(names.get(events[0]?.data.accountId ?? newAccount())).toEqual({
      nameEnglish: 'Zebra',
      nameGeorgian: 'ჰონორარი',
    });
  });

  it('are never those of another company, also when both ask at the same moment', async () => {
    const other = newCompany();
    const own = accountCreated({ code: '1110' });
    await ledger.record(other, own);
    const ids = [own, events[0]].map((event) => event?.data.accountId ?? newAccount());
    const accounts = createAccounts(plainTables, ledger.database);
    const found = await Promise.all(
      [company, other].flatMap((asking) =>
        ids.map(async (id) => (await accounts.find(asking, id))?.accountId),
      ),
    );
    expect(found).toEqual([undefined, ids[1], ids[0], undefined]);
  });
});

describe('fiscal periods', () => {
  const company = newCompany();
  const periods = () => createFiscalPeriods(plainTables, ledger.database);
  const period = AccountingMonth.of('2026-02');

  it('are open and untouched until somebody closes them', async () => {
    const untouched = {
      status: 'open',
      version: 0,
      changedBy: null,
      changedAt: null,
      reason: null,
    };
    expect(await periods().find(company, period)).toEqual({ ...untouched, period });
    expect(await periods().ofYear(company, 2026)).toEqual(
      AccountingMonth.ofYear(2026).map((month) => ({ ...untouched, period: month })),
    );
    expect(await periods().findYear(company, 2026)).toMatchObject({ status: 'open', version: 0 });
  });

  it('show who closed them', async () => {
    const data = { period, closedBy: 'nino' };
    await ledger.record(company, { type: 'FiscalPeriodClosed', data });
    const closed = { period, status: 'closed', version: 1, changedBy: 'nino', changedAt: now };
    expect(await periods().find(company, period)).toMatchObject(closed);
    const year = await periods().ofYear(company, 2026);
    expect(year.map(({ status }) => status)).toEqual([
      'open',
      'closed',
      ...Array.from({ length: 10 }, () => 'open'),
    ]);
  });

  it('show the profit of a closed year', async () => {
    const data = { year: 2025, closedBy: 'nino', profitGel: '1200.50' };
    await ledger.record(company, { type: 'FiscalYearClosed', data });
    expect(await periods().findYear(company, 2025)).toEqual({
      year: 2025,
      status: 'closed',
      version: 1,
      closingTransactionId: null,
      profitGel: '1200.50',
      changedBy: 'nino',
      changedAt: now,
      reason: null,
    });
  });

  it('know the years with postings or closings', async () => {
    for (const on of ['2024-05-01', '2026-11-05', '2026-12-05']) {
      await ledger.record(company, posted({ debit: newAccount(), credit: newAccount(), on }));
    }
    expect(await periods().years(company)).toEqual([2024, 2025, 2026]);
  });
});

describe('exchange rates', () => {
  const company = newCompany();
  const rates = () => createExchangeRates(plainTables, ledger.database);
  const date = (text: string): AccountingDate => AccountingDate.of(text);
  const [usd, eur] = ['USD', 'EUR'] as Currency[];

  beforeAll(async () => {
    const recorded = [
      [usd, '2026-11-05', '2.7000000001'],
      [usd, '2026-11-06', '2.71'],
      [eur, '2026-11-05', '3.1'],
    ] as const;
    for (const [currency, on, rate] of recorded) {
      const data = { currency: currency ?? Currency.GEL, date: date(on), rate };
      const source = rate === '2.71' ? 'manual' : 'nbg';
      await ledger.record(company, {
        type: 'ExchangeRateRecorded',
        data: { ...data, source, recordedBy: 'nino' },
      });
    }
  });

  it('of a day without one are those of the latest day before', async () => {
    const find = (on: string) => rates().findOnOrBefore(company, usd ?? Currency.GEL, date(on));
    expect(await find('2026-11-04')).toBeUndefined();
    expect(await find('2026-11-05')).toEqual({
      currency: 'USD',
      date: '2026-11-05',
      rate: '2.7000000001',
      source: 'nbg',
      version: 1,
      recordedBy: 'nino',
      recordedAt: now,
    });
    expect(await find('2026-12-31')).toMatchObject({ date: '2026-11-06', rate: '2.71' });
  });

  const list = async (
    filter: Partial<ExchangeRateFilter>,
    limit = 1,
    companyId = company,
  ): Promise<readonly string[]> => {
    const items = await readAll(
      (page) => rates().list(companyId, { sort: 'currency', ...filter }, page),
      limit,
    );
    return items.map((rate) => `${rate.currency} ${rate.date}`);
  };

  it.each([
    ['all', {}, ['EUR 2026-11-05', 'USD 2026-11-06', 'USD 2026-11-05']],
    ['of a currency', { currency: eur }, ['EUR 2026-11-05']],
    ['from a day', { from: date('2026-11-06') }, ['USD 2026-11-06']],
    ['until a day', { to: date('2026-11-05') }, ['EUR 2026-11-05', 'USD 2026-11-05']],
    ['from a source', { source: 'manual' }, ['USD 2026-11-06']],
  ])('are listed by currency, the latest first: %s', async (_, filter, expected) => {
    expect(await list(filter)).toEqual(expected);
  });

  it.each([
    ['currency', ['EUR 2026-11-05', 'USD 2026-11-06', 'USD 2026-11-05']],
    ['-currency', ['USD 2026-11-06', 'USD 2026-11-05', 'EUR 2026-11-05']],
    ['date', ['EUR 2026-11-05', 'USD 2026-11-05', 'USD 2026-11-06']],
    ['-date', ['USD 2026-11-06', 'EUR 2026-11-05', 'USD 2026-11-05']],
  ] as const)('sorted by %s are the same in pages of any size', async (sort, expected) => {
    for (const limit of [1, 2, 100]) expect(await list({ sort }, limit)).toEqual(expected);
  });

  it('are not those of another company', async () => {
    expect(await list({}, 10, newCompany())).toEqual([]);
  });
});

const newSettings = () =>
  ({
    accounts: {
      conversionDifference: newAccount(),
      exchangeGain: newAccount(),
      exchangeLoss: newAccount(),
      retainedEarnings: newAccount(),
    },
    fourEyes: { required: false, reason: 'one accountant' },
  }) as const;

describe('ledger settings', () => {
  it('are absent until they are made, and then as they were made', async () => {
    const company = newCompany();
    const reader = createLedgerSettingsReader(plainTables);
    expect(await reader.find(company)).toBeUndefined();
    const settings = newSettings();
    const data = { ...settings, changedBy: 'nino' };
    await ledger.record(company, { type: 'LedgerSettingsChanged', data });
    expect(await reader.find(company)).toEqual({ ...settings, version: 1 });
    const strict = { ...data, fourEyes: { required: true } } as const;
    await ledger.record(company, { type: 'LedgerSettingsChanged', data: strict }, 2);
    expect(await reader.find(company)).toMatchObject({ fourEyes: { required: true }, version: 2 });
  });
});

describe('reading through Prisma', () => {
  it('shows two companies that ask at the same moment what is theirs', async () => {
    const companies = [newCompany(), newCompany()];
    const settings = companies.map(newSettings);
    for (const [index, company] of companies.entries()) {
      const data = { ...(settings[index] ?? newSettings()), changedBy: 'nino' };
      await ledger.record(company, { type: 'LedgerSettingsChanged', data });
    }
    let connectedCount = 0;
    let askTogether = (): void => undefined;
    const bothConnected = new Promise<void>((resolve) => (askTogether = resolve));
    const found = await Promise.all(
      companies.map((companyId) =>
        plainTables.read(companyId, async (tables) => {
          connectedCount += 1;
          if (connectedCount === companies.length) askTogether();
          await bothConnected;
          return tables.ledgerSettings.findFirst({ where: { companyId } });
        }),
      ),
    );
    expect(found.map((row) => row?.exchangeGainAccountId)).toEqual(
      settings.map(({ accounts }) => accounts.exchangeGain),
    );
  });

  it('tells as the database would that nobody answers', async () => {
    const nowhere = createDatabase({
      url: 'postgres://nobody:x@127.0.0.1:1/none',
      applicationName: 'test',
    });
    const reader = createLedgerSettingsReader(createPlainTableReader(nowhere));
    await expect(reader.find(newCompany())).rejects.toMatchObject({ kind: 'unavailable' });
    await nowhere.close();
  });

  it('tells what the database said of a statement, not what Prisma makes of it', async () => {
    const slow = createDatabase({
      url: ledger.test.serviceUrl,
      applicationName: 'test',
      statementTimeoutMs: 100,
    });
    const blocking = ledger.owner.write([], async (transaction) => {
      await transaction.query('LOCK TABLE ledger.ledger_settings');
      const reader = createLedgerSettingsReader(createPlainTableReader(slow));
      await expect(reader.find(newCompany())).rejects.toMatchObject({
        kind: 'deadline_exceeded',
      });
    });
    await blocking;
    await slow.close();
  });
});
