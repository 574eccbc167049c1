import type { AccountReceipt } from '../../../src/application/account-use-cases';
import type { TransactionReceipt } from '../../../src/application/transaction-use-cases';
import {
  accountOf,
  booksOf,
  chart,
  footprintOf,
  newCompany,
  pair,
  post,
  today,
  transactionBody,
  type EntryBody,
} from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
/** What the table needs to exist before: ids that its rows name. */
const ids = { foreignAccount: '', posted: '', own: '', inactive: 'T-1', heading: '1000' };

beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  const stranger = await newCompany(ledger);
  ids.foreignAccount = (await accountOf(stranger, chart.cash)).accountId;
  ids.posted = (await post(company)).transactionId;
  const own = await accepted(
    company.post<TransactionReceipt>('/transactions', transactionBody(), { key: 'own-draft' }),
  );
  ids.own = own.transactionId;
  const { accountId } = await accepted(
    company.post<AccountReceipt>('/accounts', {
      code: ids.inactive,
      nameEnglish: 'Old till',
      nameGeorgian: 'ძველი სალარო',
      type: 'asset',
      normalBalance: 'debit',
    }),
  );
  await accepted(company.post(`/accounts/${accountId}/deactivate`, undefined, { version: 1 }));
  await accepted(company.post('/fiscal-periods/2026-01/close'));
});
afterAll(() => ledger.stop());

/** Debits 100.00 of cash as told, credits 100.00 of sales. */
const debit = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  entries: [
    { accountCode: chart.cash, ...fields },
    { accountCode: chart.sales, credit: '100.00' },
  ],
});

const many = (count: number): readonly EntryBody[] =>
  Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { accountCode: chart.cash, debit: '0.01' }
      : { accountCode: chart.sales, credit: '0.01' },
  );

const unbalanced = {
  entries: [
    { accountCode: chart.cash, debit: '100.01' },
    { accountCode: chart.sales, credit: '100.00' },
  ],
};

type Row = readonly [
  mistake: string,
  fields: () => Readonly<Record<string, unknown>>,
  expected: readonly [status: number, code: string, field: string],
];

const core = (reason: string): string => `accounting-core.${reason}`;
const first = 'entries[0]';
const firstDebit = `${first}.debit`;

const rows: readonly Row[] = [
  ['unbalanced by 0.01', () => unbalanced, [400, core('transaction_unbalanced'), 'entries']],
  [
    'a negative amount',
    () => debit({ debit: '-100.00' }),
    [400, core('amount_not_positive'), firstDebit],
  ],
  ['a zero amount', () => debit({ debit: '0.00' }), [400, core('amount_not_positive'), firstDebit]],
  [
    'both sides on one entry',
    () => debit({ debit: '100.00', credit: '100.00' }),
    [400, core('entry_on_both_sides'), first],
  ],
  ['no side on an entry', () => debit({}), [400, core('entry_side_missing'), first]],
  [
    'three decimals',
    () => debit({ debit: '1.001' }),
    [400, core('amount_too_precise'), firstDebit],
  ],
  ['an exponent', () => debit({ debit: '1e3' }), [400, core('amount_invalid'), firstDebit]],
  ['NaN', () => debit({ debit: 'NaN' }), [400, core('amount_invalid'), firstDebit]],
  ['Infinity', () => debit({ debit: 'Infinity' }), [400, core('amount_invalid'), firstDebit]],
  ['a decimal comma', () => debit({ debit: '1,00' }), [400, core('amount_invalid'), firstDebit]],
  [
    'Georgian-looking digits',
    () => debit({ debit: '１00' }),
    [400, core('amount_invalid'), firstDebit],
  ],
  ['a hexadecimal', () => debit({ debit: '0x10' }), [400, core('amount_invalid'), firstDebit]],
  ['an empty amount', () => debit({ debit: '' }), [400, core('amount_invalid'), firstDebit]],
  [
    'a 30-digit amount',
    () => debit({ debit: '9'.repeat(30) }),
    [400, core('amount_too_large'), firstDebit],
  ],
  [
    'a number instead of a string',
    () => debit({ debit: 100 }),
    [400, 'host.field_type', firstDebit],
  ],
  ['null instead of a string', () => debit({ debit: null }), [400, 'host.field_type', firstDebit]],
  [
    'an unknown account',
    () => ({ entries: pair('0000', chart.sales, '1.00') }),
    [422, core('account_unknown'), `${first}.accountCode`],
  ],
  [
    'an inactive account',
    () => ({ entries: pair(ids.inactive, chart.sales, '1.00') }),
    [422, core('account_inactive'), `${first}.accountCode`],
  ],
  [
    'a heading',
    () => ({ entries: pair(ids.heading, chart.sales, '1.00') }),
    [422, core('account_not_postable'), `${first}.accountCode`],
  ],
  [
    'an account of another company',
    () => ({
      entries: [
        { accountId: ids.foreignAccount, debit: '1.00' },
        { accountCode: chart.sales, credit: '1.00' },
      ],
    }),
    [422, core('account_unknown'), `${first}.accountId`],
  ],
  [
    'an account named twice over',
    () => debit({ debit: '100.00', accountId: ids.foreignAccount }),
    [400, core('account_not_named'), first],
  ],
  [
    'an account id that is none',
    () => ({
      entries: [
        { accountId: "1' OR '1'='1", debit: '1.00' },
        { accountCode: chart.sales, credit: '1.00' },
      ],
    }),
    [400, core('account_id_invalid'), `${first}.accountId`],
  ],
  [
    'a currency that does not exist',
    () => debit({ debit: '100.00', currency: 'ZZZ' }),
    [400, core('currency_unknown'), `${first}.currency`],
  ],
  [
    'a currency without a rate',
    () => ({ entries: pair(chart.foreignBank, chart.sales, '1.00', { currency: 'CHF' }) }),
    [422, core('exchange_rate_unknown'), `${first}.currency`],
  ],
  [
    'a date that does not exist',
    () => ({ transactionDate: '2026-02-30' }),
    [400, core('transaction_date_invalid'), 'transactionDate'],
  ],
  [
    'a date in a closed period',
    () => ({ transactionDate: '2026-01-31' }),
    [422, core('period_closed'), 'transactionDate'],
  ],
  [
    'a date in the year 1',
    () => ({ transactionDate: '0001-01-01' }),
    [400, core('transaction_date_too_early'), 'transactionDate'],
  ],
  [
    'a date more than a year ahead',
    () => ({ transactionDate: '2027-11-23' }),
    [400, core('transaction_date_too_late'), 'transactionDate'],
  ],
  [
    'a date in another form',
    () => ({ transactionDate: '22.11.2026' }),
    [400, core('transaction_date_invalid'), 'transactionDate'],
  ],
  ['no entries', () => ({ entries: [] }), [400, core('too_few_entries'), 'entries']],
  ['10,001 entries', () => ({ entries: many(10_001) }), [400, core('too_many_entries'), 'entries']],
  ['80,000 entries', () => ({ entries: many(80_000) }), [400, core('too_many_entries'), 'entries']],
  [
    '100,000 entries',
    () => ({ entries: many(100_000) }),
    [400, 'host.body_too_many_values', 'body'],
  ],
  ['an unknown field', () => ({ remark: 'x' }), [400, 'host.field_unknown', 'remark']],
  [
    'an unknown field of an entry',
    () => debit({ debit: '100.00', remark: 'x' }),
    [400, 'host.field_unknown', `${first}.remark`],
  ],
  [
    'an empty description',
    () => ({ description: ' ' }),
    [400, core('text_invalid'), 'description'],
  ],
  [
    'a null character in the description',
    () => ({ description: 'a\u0000b' }),
    [400, core('text_invalid'), 'description'],
  ],
  [
    'half a surrogate pair in the description',
    () => ({ description: 'a\ud800b' }),
    [400, core('text_invalid'), 'description'],
  ],
  [
    'a mark that turns the direction of text',
    () => ({ description: 'a\u202Eb' }),
    [400, core('text_invalid'), 'description'],
  ],
  [
    'a tax number of ten digits',
    () => debit({ debit: '100.00', counterpartyTin: '1234567890' }),
    [400, core('counterparty_tin_invalid'), `${first}.counterpartyTin`],
  ],
  [
    'a type that only the ledger itself makes',
    () => ({ transactionType: 'year_end_closing' }),
    [400, 'host.field_value', 'transactionType'],
  ],
  [
    'an id that is taken',
    () => ({ transactionId: ids.posted }),
    [409, core('transaction_already_exists'), 'transactionId'],
  ],
];

const expectNothingLeft = async (attempt: () => Promise<void>): Promise<void> => {
  const before = { rows: await footprintOf(ledger, company), books: await booksOf(company) };
  await attempt();
  const after = { rows: await footprintOf(ledger, company), books: await booksOf(company) };
  expect(after).toEqual(before);
};

describe.each(['/transactions/post', '/transactions'])('%s refuses', (path) => {
  it.each(rows)('%s, and nothing is left behind', async (_, fields, [status, code, field]) => {
    await expectNothingLeft(async () => {
      const problem = await refused(company.post(path, transactionBody(fields())));
      const [violation = { code: problem.code, field: '' }] = problem.violations ?? [];
      expect({ status: problem.status, code: violation.code, field: violation.field }).toEqual({
        status,
        code,
        field,
      });
    });
  });
});

describe('the order of things is refused', () => {
  const act = (action: string, id: string, body?: object) =>
    company.post(`/transactions/${id}/${action}`, body);

  it.each([
    [
      'approving one’s own',
      () => act('approve', ids.own),
      [403, core('own_transaction_approved'), 'transactionId'],
    ],
    [
      'posting twice',
      () => act('post', ids.posted),
      [422, core('transaction_already_posted'), 'transactionId'],
    ],
    [
      'posting a draft',
      () => act('post', ids.own),
      [422, core('transaction_not_approved'), 'transactionId'],
    ],
    [
      'a stale version',
      () => company.put(`/transactions/${ids.own}`, transactionBody(), 7),
      [412, 'event_store.version_mismatch', 'If-Match'],
    ],
    [
      'the same idempotency key with other input',
      () =>
        company.post('/transactions', transactionBody({ description: 'x' }), { key: 'own-draft' }),
      [400, 'event_store.idempotency_key_reused', 'Idempotency-Key'],
    ],
    [
      'a reversal without a reason',
      () => act('reverse', ids.posted, { reversalDate: today, reason: '' }),
      [400, core('text_invalid'), 'reason'],
    ],
  ] as const)('for %s, and nothing is left behind', async (_, send, [status, code, field]) => {
    await expectNothingLeft(async () => {
      expect(await refused(send())).toMatchObject({ status, code, violations: [{ field, code }] });
    });
  });
});

describe('text', () => {
  const injection = `'); DROP TABLE ledger.transactions; -- "$1" \\ %_`;
  const georgian = 'ჭიქა, ვაჟა-ფშაველას გამზირი №71 — ₾ ჿ Ჭ 🇬🇪';

  it.each([injection, georgian])('%s is stored as it is, everywhere', async (words) => {
    const said = { description: words, documentReference: words.slice(0, 60) };
    const entries = pair(chart.cash, chart.sales, '1.00', {
      description: words,
      project: words.slice(0, 60),
      costCentre: words.slice(0, 60),
      documentReference: words.slice(0, 60),
    });
    const { transactionId } = await post(company, { ...said, entries });
    const found = await company.get(`/transactions/${transactionId}`);
    expect(found.body).toMatchObject({
      ...said,
      entries: [{ description: words, project: words.slice(0, 60) }, { description: words }],
    });
    const query = `search=${encodeURIComponent(words)}`;
    const listed = await company.get<{ items: { transactionId: string }[] }>(
      `/transactions?${query}`,
    );
    expect(listed.body.items.map((item) => item.transactionId)).toEqual([transactionId]);
  });
});

describe('text that nobody can see', () => {
  const names = { nameEnglish: 'Till', nameGeorgian: 'სალარო' };
  const account = { code: 'T-2', type: 'asset', normalBalance: 'debit', ...names };

  it.each(['\u200b', '\u3164', ' \u00ad '])(
    'is refused wherever text is asked for: %j',
    async (text) => {
      const entries = pair(chart.cash, chart.sales, '1.00', { description: text });
      const attempts = [
        company.post('/transactions', transactionBody({ description: text })),
        company.post('/transactions', transactionBody({ entries })),
        company.post('/accounts', { ...account, nameEnglish: text }),
        company.post('/accounts', { ...account, nameGeorgian: text }),
        company.post('/accounts', { ...account, ifrsLine: text }),
        company.post('/fiscal-periods/2026-01/reopen', { reason: text }),
        company.post('/fiscal-periods/2026-01/unlock', { reason: text }),
        company.post('/fiscal-periods/years/2025/reopen', { reason: text }),
        company.post(`/transactions/${ids.own}/reject`, { reason: text }),
        company.post(`/transactions/${ids.posted}/reverse`, { reversalDate: today, reason: text }),
        company.put(`/exchange-rates/USD/${today}`, { rate: '2.7', source: text }),
      ];
      for (const attempt of attempts) expect((await refused(attempt)).status).toBe(400);
    },
  );
});

describe('a range of days that begins after its end', () => {
  it.each([
    ['/balances/trial-balance?', 'asOf'],
    ['/balances/dimensions?dimensionType=project&', 'asOf'],
    ['/transactions?', 'to'],
    ['/exchange-rates?', 'to'],
    ['/balances/accounts/{id}/ledger?', 'to'],
  ])('is refused by %s, naming its first day; one day is a range', async (route, last) => {
    const { accountId } = await accountOf(company, chart.cash);
    const path = route.replace('{id}', accountId);
    const backwards = company.get(`${path}from=2026-11-02&${last}=2026-11-01`);
    expect(await refused(backwards)).toMatchObject({
      status: 400,
      violations: [
        { field: 'from', code: 'host.field_value', message: `must not be after \`${last}\`` },
      ],
    });
    await accepted(company.get(`${path}from=2026-11-01&${last}=2026-11-01`));
  });
});
