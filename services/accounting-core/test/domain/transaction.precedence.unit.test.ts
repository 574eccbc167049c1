import { transactionDecider } from '../../src/domain/transaction/decide';
import { errors } from '../../src/domain/transaction/errors';
import type { Transaction } from '../../src/domain/transaction/state';
import type { EntryInput, TransactionInput } from '../../src/domain/transaction/input';
import {
  contentFixture,
  credit,
  debit,
  inputFixture,
  ledgerFixture,
  postNew,
  ratesOf,
  reasonOf,
} from './fixtures';

interface Attempt {
  readonly input: TransactionInput;
  readonly transaction: Transaction;
  readonly ledger: ReturnType<typeof ledgerFixture>;
  readonly rates: ReturnType<typeof ratesOf>;
}

const withFirst = ({ input }: Attempt, changes: Partial<EntryInput>): Partial<Attempt> => {
  const [first = {}, ...others] = input.entries;
  return { input: { ...input, entries: [{ ...first, ...changes }, ...others] } };
};

const existing: Transaction = {
  status: 'posted',
  content: contentFixture(),
  createdBy: 'nino',
  lastEditedBy: 'nino',
};

/** Everything is wrong with it; each row below puts one thing right and meets the next error. */
const everythingWrong: Attempt = {
  input: inputFixture({
    transactionDate: '2026-13-01',
    description: '',
    entries: [
      debit('9999', '-1', {
        credit: '1',
        currency: 'ZZZ',
        accountId: 'nobody',
        exchangeRate: '0',
        amountGel: '0',
        counterpartyTin: '12345',
      }),
    ],
  }),
  transaction: existing,
  ledger: ledgerFixture({
    periods: { '2026-11': 'closed', '2025-12': 'locked' },
    changes: { '1410': { isActive: false, isPostable: false, currency: 'EUR' as never } },
    ledgerAccounts: undefined,
  }),
  rates: ratesOf({}),
};

type Repair = (attempt: Attempt) => Partial<Attempt>;

const unchanged: Repair = () => ({});
const addEntry =
  (...entries: EntryInput[]): Repair =>
  ({ input }) => ({ input: { ...input, entries: [...input.entries, ...entries] } });
const header =
  (changes: Partial<TransactionInput>): Repair =>
  ({ input }) => ({ input: { ...input, ...changes } });
const first =
  (changes: Partial<EntryInput>): Repair =>
  (attempt) =>
    withFirst(attempt, changes);
const ledger =
  (changes: Parameters<typeof ledgerFixture>[0]): Repair =>
  () => ({ ledger: ledgerFixture(changes) });

const inactive = { isActive: false, isPostable: false, currency: 'EUR' as never };
const heading = { isPostable: false, currency: 'EUR' as never };
const euroOnly = { currency: 'EUR' as never };

/**
 * Row N repairs what row N - 1 met and meets the next error, so that row N proves that its error is
 * reported before all later ones. Mistakes of the input alone are reported together: what stands
 * first among them is the first violation.
 */
const rows: readonly (readonly [keyof typeof errors, Repair])[] = [
  ['tooFewEntries', unchanged],
  ['tooManyEntries', addEntry(...Array.from({ length: 10_000 }, () => credit('6110', '100.00')))],
  ['dateInvalid', ({ input }) => ({ input: { ...input, entries: input.entries.slice(0, 2) } })],
  ['dateTooEarly', header({ transactionDate: '1995-10-01' })],
  ['dateTooLate', header({ transactionDate: '2027-11-23' })],
  ['textInvalid', header({ transactionDate: '2026-11-20' })],
  ['accountNotNamed', header({ description: 'Sale' })],
  ['accountIdInvalid', first({ accountCode: undefined })],
  ['currencyUnknown', first({ accountId: undefined, accountCode: '9999' })],
  ['bothSides', first({ currency: 'USD' })],
  ['sideMissing', first({ debit: undefined, credit: undefined })],
  ['amountInvalid', first({ debit: '1e3' })],
  ['amountTooPrecise', first({ debit: '-0.001' })],
  ['amountTooLarge', first({ debit: `-${'9'.repeat(18)}` })],
  ['amountNotPositive', first({ debit: '-0.01' })],
  ['rateAndValue', first({ debit: '0.01' })],
  ['rateInvalid', first({ amountGel: undefined })],
  ['gelConverted', first({ currency: 'GEL' })],
  ['counterpartyTinInvalid', first({ exchangeRate: undefined })],
  ['alreadyExists', first({ counterpartyTin: '123456789' })],
];

const attemptAt = (index: number, all: readonly (readonly [string, Repair])[]): Attempt =>
  all
    .slice(0, index + 1)
    .reduce<Attempt>(
      (attempt, [, repair]) => ({ ...attempt, ...repair(attempt) }),
      everythingWrong,
    );

const decide = ({ input, transaction, ledger: known, rates }: Attempt): unknown =>
  transactionDecider.decide(
    { ...postNew(), data: { ...postNew().data, input }, ledger: known, rates },
    transaction,
  );

/** After the input and the status: the period, then what the entries refer to, then the balance. */
const laterRows: readonly (readonly [string, Repair])[] = [
  ...rows,
  ['period_closed', () => ({ transaction: { status: 'absent' } })],
  ['account_unknown', ledger({ changes: { '1410': inactive }, ledgerAccounts: undefined })],
  ['account_inactive', first({ accountCode: '1410', currency: 'USD' })],
  ['account_not_postable', ledger({ changes: { '1410': heading }, ledgerAccounts: undefined })],
  [
    'account_currency_mismatch',
    ledger({ changes: { '1410': euroOnly }, ledgerAccounts: undefined }),
  ],
  ['exchange_rate_unknown', ledger({ ledgerAccounts: undefined })],
  ['gel_value_zero', () => ({ rates: ratesOf({ USD: '0.0000000001' }) })],
  ['transaction_unbalanced', () => ({ rates: ratesOf({ USD: '2.7' }) })],
  ['conversion_account_missing', first({ debit: '37.05' })],
];

const codeOf = (name: string): string =>
  (name in errors ? errors[name as keyof typeof errors].code : `accounting-core.${name}`).replace(
    'accounting-core.',
    '',
  );

const firstMistakeOf = (attempt: Attempt): string => {
  try {
    decide(attempt);
  } catch (error) {
    const [violation] = (error as { violations: { code: string }[] }).violations;
    if (violation !== undefined) return violation.code.replace('accounting-core.', '');
  }
  return reasonOf(() => decide(attempt));
};

describe('the order of errors when a transaction is posted', () => {
  it.each(laterRows.map(([name], index) => [index, codeOf(name)] as const))(
    'row %i: %s comes before all that follow',
    (index, reason) => {
      expect(firstMistakeOf(attemptAt(index, laterRows))).toBe(reason);
    },
  );

  it('ends in a transaction that is accepted', () => {
    const last = attemptAt(laterRows.length - 1, laterRows);
    const accepted = { ...last, ledger: ledgerFixture() };
    expect(() => decide(accepted)).not.toThrow();
  });
});

describe('error codes', () => {
  it('are unique, and named after this service', () => {
    const codes = Object.values(errors).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^accounting-core\.[a-z_]+$/);
  });
});
