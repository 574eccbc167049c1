import { AccountingDate, type Currency, type TaxIdentificationNumber } from '@accounting/kernel';
import type { TransactionFilter, TransactionSummary } from '../../src/application/ports';
import type { TransactionPosted } from '../../src/domain/transaction/events';
import { createTransactions } from '../../src/infrastructure/transactions.postgres';
import { accountCreated, newCompany, posted, startLedger, type TestLedger } from './ledger-fixture';

let ledger: TestLedger;
const company = newCompany();
const [cash, sales, rent] = ['1110', '6110', '7410'].map((code) => accountCreated({ code }));
const tin = '205000001' as TaxIdentificationNumber;
const names = new Map<string, string>();

const accountOf = (account: typeof cash) => {
  if (account === undefined) throw new Error('there is no such account');
  return account.data.accountId;
};

const sale = (name: string, data: Partial<Parameters<typeof posted>[0]>): TransactionPosted => {
  const event = posted({
    debit: accountOf(cash),
    credit: accountOf(sales),
    on: '2026-11-05',
    ...data,
    transaction: { description: name, ...data.transaction },
  });
  names.set(event.data.transactionId, name);
  return event;
};

const drafted = ({ data: { postedBy: _postedBy, ...data } }: TransactionPosted) =>
  ({ type: 'TransactionDrafted', data }) as const;

const first = sale('first 100%', { on: '2026-11-03' });

beforeAll(async () => {
  ledger = await startLedger();
  for (const account of [cash, sales, rent]) if (account) await ledger.record(company, account);
  const events = [
    first,
    sale('second', { on: '2026-11-01', entry: { counterpartyTin: tin, amount: '20.00' } }),
    sale('third', { transaction: { documentReference: 'INV-3', importBatchId: 'b1' } }),
    sale('fourth', { debit: accountOf(rent), transaction: { transactionType: 'opening_balance' } }),
  ];
  for (const event of events) await ledger.record(company, event);
  const draft = sale('draft', { debit: accountOf(rent), entry: { counterpartyTin: tin } });
  await ledger.record(company, drafted(draft));
});
afterAll(() => ledger.close());

const list = async (
  filter: Partial<TransactionFilter>,
  limit = 100,
): Promise<readonly TransactionSummary[]> => {
  const items: TransactionSummary[] = [];
  let after: string | undefined;
  do {
    const page = await createTransactions(ledger.database).list(
      company,
      { sort: 'created', ...filter },
      { limit, ...(after !== undefined && { after }) },
    );
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
};

const namesOf = (items: readonly TransactionSummary[]): readonly (string | undefined)[] =>
  items.map(({ transactionId }) => names.get(transactionId));

describe('the list of transactions', () => {
  const all = ['first 100%', 'second', 'third', 'fourth', 'draft'];

  it.each([
    ['status', { status: 'draft' }, ['draft']],
    ['status posted', { status: 'posted' }, ['first 100%', 'second', 'third', 'fourth']],
    ['type', { transactionType: 'opening_balance' }, ['fourth']],
    ['first day', { from: AccountingDate.of('2026-11-05') }, ['third', 'fourth', 'draft']],
    ['last day', { to: AccountingDate.of('2026-11-01') }, ['second']],
    ['account, drafts included', { accountId: accountOf(rent) }, ['fourth', 'draft']],
    ['counterparty, drafts included', { counterpartyTin: tin }, ['second', 'draft']],
    ['document reference', { documentReference: 'INV-3' }, ['third']],
    ['import batch', { importBatchId: 'b1' }, ['third']],
    ['least total', { totalFrom: '10.01' }, ['second']],
    ['greatest total', { totalTo: '10.00' }, ['first 100%', 'third', 'fourth', 'draft']],
    ['part of the description', { search: 'IR' }, ['first 100%', 'third']],
    ['text with wildcards, as it is', { search: '0%' }, ['first 100%']],
    ['text with wildcards that match nothing', { search: '_' }, []],
    ['nothing', {}, all],
  ] as const)('is filtered by %s', async (_, filter, expected) => {
    expect([...namesOf(await list(filter))].sort()).toEqual([...expected].sort());
  });

  it.each(['transaction_date', '-transaction_date', 'created', '-created'] as const)(
    'sorted by %s is the same in pages of any size',
    async (sort) => {
      const whole = await list({ sort });
      expect(whole).toHaveLength(all.length);
      expect(await list({ sort }, 2)).toEqual(whole);
      const keys = whole.map((item) =>
        sort.endsWith('created') ? item.createdAt : item.transactionDate,
      );
      const ascending = [...keys].sort();
      expect(keys).toEqual(sort.startsWith('-') ? ascending.reverse() : ascending);
    },
  );
});

describe('one transaction', () => {
  const find = (event: { data: { transactionId: typeof first.data.transactionId } }) =>
    createTransactions(ledger.database).find(company, event.data.transactionId);

  it('has the entries that were posted, exactly', async () => {
    const view = await find(first);
    expect(view).toMatchObject({ status: 'posted', totalGel: '10.00', entryCount: 2, version: 1 });
    const expected = first.data.entries.map((entry, index) =>
      index === 0 ? entry : { ...entry, accountCode: '6110' },
    );
    expect(view?.entries).toEqual(expected);
  });

  it('keeps everything that an entry may say', async () => {
    const entry = {
      currency: 'JPY' as Currency,
      amount: '1500',
      exchangeRate: '0.0181',
      amountGel: '27.15',
      description: 'ნამუშევარი "x" \\ {}',
      counterpartyTin: tin,
      project: 'shop',
      costCentre: 'north',
      documentReference: 'INV-9',
      isConversionDifference: true,
    } as const;
    const event = sale('rich', { entry });
    await ledger.record(company, event);
    const view = await find(event);
    expect(view?.entries.map((posting) => ({ ...posting, accountCode: '1110' }))).toEqual(
      event.data.entries,
    );
  });

  it('has the entries of its draft until it is posted', async () => {
    const event = drafted(sale('another', {}));
    await ledger.record(company, event);
    expect((await find(event))?.entries).toEqual(event.data.entries);
  });

  it('is unknown to other companies', async () => {
    const transactions = createTransactions(ledger.database);
    await expect(
      transactions.find(newCompany(), first.data.transactionId),
    ).resolves.toBeUndefined();
  });
});
