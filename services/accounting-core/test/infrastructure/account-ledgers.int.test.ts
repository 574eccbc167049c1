import { AccountingDate, type Currency } from '@accounting/kernel';
import type { LedgerEntry, LedgerQuery } from '../../src/application/account-ledger-ports';
import { createAccountLedgers } from '../../src/infrastructure/account-ledgers.postgres';
import { accountCreated, newCompany, posted, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
const company = newCompany();
const [cash, sales] = [accountCreated({ code: '1110' }), accountCreated({ code: '6110' })];
const dates = ['2026-09-01', '2026-10-05', '2026-10-05', '2026-10-06', '2026-11-01', '2026-11-01'];

beforeAll(async () => {
  ledger = await startLedger();
  await ledger.record(company, cash);
  await ledger.record(company, sales);
  const amounts = ['1.00', '2.00', '4.00', '8.00', '16.00', '32.00'];
  for (const [index, on] of dates.entries()) {
    const entry = { amount: String(amounts[index]), description: 'till' };
    const accounts = { debit: cash.data.accountId, credit: sales.data.accountId };
    await ledger.record(company, posted({ ...accounts, on, entry }));
  }
});
afterAll(() => ledger.close());

const date = (text: string): AccountingDate => AccountingDate.of(text);

interface Read {
  readonly openings: readonly string[];
  readonly closings: readonly string[];
  readonly entries: readonly LedgerEntry[];
}

/** Every page of a ledger, of the size named. */
const readAll = async (query: Partial<LedgerQuery>, limit: number): Promise<Read> => {
  const [openings, closings, entries]: [string[], string[], LedgerEntry[]] = [[], [], []];
  let after: string | undefined;
  do {
    const page = await createAccountLedgers(ledger.database).page(
      company,
      { accountId: cash.data.accountId, sort: 'transaction_date', ...query },
      { limit, ...(after !== undefined && { after }) },
    );
    openings.push(page.openingBalanceGel);
    closings.push(page.closingBalanceGel);
    entries.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return { openings, closings, entries };
};

describe('the running ledger of an account', () => {
  it('carries the balance from entry to entry, in the order of accounting dates', async () => {
    const { openings, entries } = await readAll({}, 100);
    expect(openings).toEqual(['0.00']);
    expect(entries.map((entry) => entry.transactionDate)).toEqual(dates);
    expect(entries.map((entry) => entry.balanceGel)).toEqual([
      '1.00',
      '3.00',
      '7.00',
      '15.00',
      '31.00',
      '63.00',
    ]);
    expect(entries[0]).toMatchObject({
      accountCode: '1110',
      accountType: 'asset',
      side: 'debit',
      amount: '1.00',
      exchangeRate: '1',
      description: 'till',
      transactionDescription: 'sale',
      entryNumber: 1,
    });
  });

  it.each([1, 2, 4])(
    'is the same in pages of %s, each opening where the last ended',
    async (size) => {
      const whole = await readAll({}, 100);
      const { openings, entries } = await readAll({}, size);
      expect(entries).toEqual(whole.entries);
      const balances = ['0.00', ...entries.map((entry) => entry.balanceGel)];
      expect(openings).toEqual(openings.map((_, index) => balances[index * size]));
    },
  );

  it('opens a range with everything before it, and ends with its last day', async () => {
    const { openings, entries } = await readAll(
      { from: date('2026-10-06'), to: date('2026-10-31') },
      100,
    );
    expect(openings).toEqual(['7.00']);
    expect(entries.map((entry) => entry.balanceGel)).toEqual(['15.00']);
  });

  it('tells the opening of a range without entries', async () => {
    const range = { from: date('2026-10-10'), to: date('2026-10-11') };
    const nothing = { openings: ['15.00'], closings: ['15.00'], entries: [] };
    expect(await readAll(range, 100)).toEqual(nothing);
    expect(await readAll({ ...range, sort: '-transaction_date' }, 100)).toEqual(nothing);
  });

  it('can be of one currency', async () => {
    const dollars = await readAll({ currency: 'USD' as Currency }, 100);
    expect(dollars).toEqual({ openings: ['0.00'], closings: ['0.00'], entries: [] });
    const lari = await readAll({ currency: 'GEL' as Currency, from: date('2026-11-01') }, 1);
    expect(lari.openings).toEqual(['15.00', '31.00']);
  });

  describe('with the latest entry first', () => {
    const backwards = { sort: '-transaction_date' } as const;
    const ranges = [
      {},
      { from: date('2026-10-05') },
      { to: date('2026-10-05') },
      { from: date('2026-10-05'), to: date('2026-11-01') },
      { from: date('2026-10-06'), to: date('2026-10-31'), currency: 'GEL' as Currency },
    ];

    it.each(ranges)('has the same entries with the same balances: %j', async (range) => {
      const { entries } = await readAll(range, 100);
      expect(entries.length).toBeGreaterThan(0);
      for (const size of [1, 2, 4, 100]) {
        expect((await readAll({ ...range, ...backwards }, size)).entries).toEqual(
          entries.toReversed(),
        );
      }
    });

    it.each([1, 2, 4])('in pages of %s, each closes where the one before opened', async (size) => {
      const { openings, closings } = await readAll(backwards, size);
      expect(closings).toEqual(['63.00', ...openings.slice(0, -1)]);
      expect(openings.at(-1)).toBe('0.00');
    });

    it('closes a range with everything up to its last day', async () => {
      const range = { from: date('2026-10-06'), to: date('2026-11-01') };
      const { openings, closings } = await readAll({ ...range, ...backwards }, 100);
      expect([openings, closings]).toEqual([['7.00'], ['63.00']]);
    });

    it('goes on behind an entry that was posted meanwhile', async () => {
      const own = newCompany();
      const accounts = { debit: cash.data.accountId, credit: sales.data.accountId };
      await ledger.record(own, cash);
      const book = (on: string, amount: string) =>
        ledger.record(own, posted({ ...accounts, on, entry: { amount } }));
      await book('2026-10-01', '1.00');
      await book('2026-10-02', '2.00');
      const query = { accountId: cash.data.accountId, ...backwards };
      const ledgers = createAccountLedgers(ledger.database);
      const first = await ledgers.page(own, query, { limit: 1 });
      await book('2026-10-03', '4.00');
      const second = await ledgers.page(own, query, { limit: 1, after: String(first.next) });
      expect(first.items.map(({ balanceGel }) => balanceGel)).toEqual(['3.00']);
      expect(second.items.map(({ balanceGel }) => balanceGel)).toEqual(['1.00']);
    });
  });

  it.each(['transaction_date', '-transaction_date'] as const)(
    'by %s is empty for another company',
    async (sort) => {
      const page = await createAccountLedgers(ledger.database).page(
        newCompany(),
        { accountId: cash.data.accountId, sort },
        { limit: 10 },
      );
      expect(page).toEqual({ items: [], openingBalanceGel: '0.00', closingBalanceGel: '0.00' });
    },
  );

  it('refuses to go on in the other direction', async () => {
    const ledgers = createAccountLedgers(ledger.database);
    const accountId = cash.data.accountId;
    const { next } = await ledgers.page(
      company,
      { accountId, sort: 'transaction_date' },
      { limit: 1 },
    );
    await expect(
      ledgers.page(company, { accountId, sort: '-transaction_date' }, { limit: 1, after: next }),
    ).rejects.toMatchObject({ code: 'accounting-core.invalid_cursor' });
  });

  it.each(['nonsense', Buffer.from('["accounts code","1","2"]').toString('base64url')])(
    'refuses a continuation that it did not give: %s',
    async (after) => {
      const attempt = createAccountLedgers(ledger.database).page(
        company,
        { accountId: cash.data.accountId, sort: 'transaction_date' },
        { limit: 10, after },
      );
      await expect(attempt).rejects.toMatchObject({
        code: 'accounting-core.invalid_cursor',
        kind: 'invalid_argument',
      });
    },
  );
});
