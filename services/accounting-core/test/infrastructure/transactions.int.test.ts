import {
  AccountingDate,
  derivedUuid,
  derivedUuidName,
  Instant,
  type Currency,
  type TaxIdentificationNumber,
} from '@accounting/kernel';
import type { TransactionFilter, TransactionSummary } from '../../src/application/ports';
import type { TransactionPosted } from '../../src/domain/transaction/events';
import type { TransactionId } from '../../src/domain/transaction/transaction-id';
import { createImportBatches } from '../../src/infrastructure/import-batches.postgres';
import { createTransactions } from '../../src/infrastructure/transactions.postgres';
import {
  accountCreated,
  newAccount,
  newCompany,
  posted,
  startLedger,
  type TestLedger,
} from './ledger-fixture';

let ledger: TestLedger;
const company = newCompany();
const [cash, sales, rent] = ['1110', '6110', '7410'].map((code) => accountCreated({ code }));
const tin = '205000001' as TaxIdentificationNumber;
const names = new Map<string, string>();
const startedAt = Instant.parse('2026-11-22T10:00:00Z') as Instant;

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
    sale('third', {
      transaction: {
        documentReference: 'INV-3',
        importBatchId: 'b1',
        transactionId: derivedUuid(startedAt, 1, derivedUuidName('b1')) as TransactionId,
      },
    }),
    sale('fourth', { debit: accountOf(rent), transaction: { transactionType: 'opening_balance' } }),
  ];
  for (const event of events) await ledger.record(company, event);
  await createImportBatches(ledger.database, ledger.database).begin(company, {
    ...{ batchId: 'b1', mode: 'skip_bad_rows', format: 'ndjson', requestedBy: 'importer' },
    now: startedAt,
  });
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

describe('the list of transactions with an entry of an account or counterparty', () => {
  const own = newCompany();
  const [till, shop, other] = [newAccount(), newAccount(), newAccount()];
  const named = new Map<string, string>();

  const add = async (
    name: string,
    on: string,
    data: Partial<Parameters<typeof posted>[0]> & { readonly isDraft?: boolean } = {},
  ): Promise<void> => {
    const event = sale(name, { debit: till, credit: shop, on, ...data });
    named.set(event.data.transactionId, name);
    await ledger.record(own, data.isDraft === true ? drafted(event) : event);
  };

  beforeAll(async () => {
    const about = { entry: { counterpartyTin: tin } };
    await add('a', '2026-09-30', about);
    await add('b', '2026-11-05');
    await add('c', '2026-11-05', { ...about, credit: other });
    // Two entries of the account that is asked for.
    await add('d', '2026-11-05', { credit: till });
    await add('e', '2026-11-06', { isDraft: true, ...about });
    await add('f', '2026-11-07', { debit: other });
    await add('g', '2026-11-08', { transaction: { documentReference: 'INV-7' } });
    await add('h', '2026-12-01', { isDraft: true, debit: other });
    await add('i', '2026-12-02', about);
  });

  const pagesOf = async (
    filter: Partial<TransactionFilter>,
    limit = 100,
    companyId = own,
  ): Promise<readonly (string | undefined)[]> => {
    const found: (string | undefined)[] = [];
    let after: string | undefined;
    do {
      const page = await createTransactions(ledger.database).list(
        companyId,
        { sort: 'transaction_date', ...filter },
        { limit, after },
      );
      found.push(...page.items.map(({ transactionId }) => named.get(transactionId)));
      after = page.next;
    } while (after !== undefined);
    return found;
  };

  it.each([
    ['of an account', { accountId: till }, 'abcdegi'],
    ['of another account', { accountId: other }, 'cfh'],
    ['of a counterparty', { counterpartyTin: tin }, 'acei'],
    ['of a counterparty and another account', { counterpartyTin: tin, accountId: other }, 'c'],
    ['of a counterparty and an account', { counterpartyTin: tin, accountId: shop }, 'aei'],
    ['of an account and posted', { accountId: till, status: 'posted' }, 'abcdgi'],
    ['of an account and a draft', { accountId: till, status: 'draft' }, 'e'],
    [
      'of an account from a day',
      { accountId: till, from: AccountingDate.of('2026-11-05') },
      'bcdegi',
    ],
    [
      'of an account until a day',
      { accountId: till, to: AccountingDate.of('2026-11-06') },
      'abcde',
    ],
    ['of an account and a document', { accountId: till, documentReference: 'INV-7' }, 'g'],
    ['of an account and with a text', { accountId: till, search: 'G' }, 'g'],
    [
      'of another account and of the usual type',
      { accountId: other, transactionType: 'standard' },
      'cfh',
    ],
    [
      'of an account and of a rare type',
      { accountId: till, transactionType: 'opening_balance' },
      '',
    ],
    ['of an account never used', { accountId: newAccount() }, ''],
  ] as const)(
    '%s has each of them once, in every order and page size',
    async (_, filter, names) => {
      for (const sort of [
        'transaction_date',
        '-transaction_date',
        'created',
        '-created',
      ] as const) {
        const whole = await pagesOf({ ...filter, sort });
        expect([...whole].sort().join('')).toBe(names);
        for (const limit of [1, 2, 3]) {
          expect(await pagesOf({ ...filter, sort }, limit)).toEqual(whole);
        }
      }
    },
  );

  it('runs by date, drafts in their place, backwards the other way round', async () => {
    const byDate = await pagesOf({ accountId: till });
    expect([byDate[0], ...byDate.slice(4)]).toEqual(['a', 'e', 'g', 'i']);
    const backwards = { accountId: till, sort: '-transaction_date' } as const;
    expect(await pagesOf(backwards, 2)).toEqual(byDate.toReversed());
  });

  it('is empty for another company that names them', async () => {
    for (const sort of ['transaction_date', 'created'] as const) {
      const filter = { sort, accountId: till, counterpartyTin: tin };
      expect(await pagesOf(filter, 100, newCompany())).toEqual([]);
    }
  });
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
