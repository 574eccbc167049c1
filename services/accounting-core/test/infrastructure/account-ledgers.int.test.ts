import { AccountingDate, type Currency } from '@accounting/kernel';
import type { LedgerEntry, LedgerQuery } from '../../src/application/ports';
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
  readonly entries: readonly LedgerEntry[];
}

/** Every page of a ledger, of the size named. */
const readAll = async (query: Partial<LedgerQuery>, limit: number): Promise<Read> => {
  const [openings, entries]: [string[], LedgerEntry[]] = [[], []];
  let after: string | undefined;
  do {
    const page = await createAccountLedgers(ledger.database).page(
      company,
      { accountId: cash.data.accountId, ...query },
      { limit, ...(after !== undefined && { after }) },
    );
    openings.push(page.openingBalanceGel);
    entries.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return { openings, entries };
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
    expect(await readAll(range, 100)).toEqual({ openings: ['15.00'], entries: [] });
  });

  it('can be of one currency', async () => {
    const dollars = await readAll({ currency: 'USD' as Currency }, 100);
    expect(dollars).toEqual({ openings: ['0.00'], entries: [] });
    const lari = await readAll({ currency: 'GEL' as Currency, from: date('2026-11-01') }, 1);
    expect(lari.openings).toEqual(['15.00', '31.00']);
  });

  it.each(['nonsense', Buffer.from('["accounts code","1","2"]').toString('base64url')])(
    'refuses a continuation that it did not give: %s',
    async (after) => {
      const attempt = createAccountLedgers(ledger.database).page(
        company,
        { accountId: cash.data.accountId },
        { limit: 10, after },
      );
      await expect(attempt).rejects.toMatchObject({
        code: 'accounting-core.invalid_cursor',
        kind: 'invalid_argument',
      });
    },
  );
});
