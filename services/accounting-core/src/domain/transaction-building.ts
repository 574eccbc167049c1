import { Currency, ExchangeRate, type AccountingDate, type Money } from '@accounting/kernel';
import { postingObstacle } from './account-usability';
import { EntryTally } from './entry-tally';
import type { ParsedEntry } from './entry-parsing';
import type { LedgerReference, ReferenceAccount } from './ledger-reference';
import { rateOnDate } from './rate-on-date';
import type { ParsedTransaction } from './transaction-parsing';
import type { KnownRates } from './transaction/commands';
import { errors } from './transaction/errors';
import type { Entry, TransactionContent } from './transaction/events';
import type { EntryInput } from './transaction/input';
import type { TransactionId } from './transaction/transaction-id';
import { ViolationList } from './violation-list';

/** What parsed entries are checked against. */
export interface PostingReference {
  readonly ledger: LedgerReference;
  readonly rates: KnownRates;
}

/**
 * Turns a parsed transaction into what is recorded: finds the accounts, values every entry in GEL
 * (amount times rate, rounded half up) and balances the whole.
 */
export const buildContent = (
  transactionId: TransactionId,
  { date, input, entries: parsedEntries }: ParsedTransaction,
  reference: PostingReference,
): TransactionContent => {
  const violations = new ViolationList();
  const tally = new EntryTally();
  const entries: Entry[] = [];
  for (const [index, parsed] of parsedEntries.entries()) {
    const place: Place = { index, date, violations };
    const account = findAccount(parsed, reference.ledger, place);
    const value = valueInGel(parsed, reference.rates, place);
    if (account === undefined || value === undefined) continue;
    tally.add(parsed.side, parsed.amount, value.amountGel);
    entries.push(buildEntry(parsed, account, value));
  }
  violations.throwIfAny(errors.referencesInvalid);
  const difference = tally.requireBalance(reference.ledger);
  if (difference !== undefined) entries.push(difference);
  const content: Writable<TransactionContent> = {
    transactionId,
    transactionDate: date,
    transactionType: input.transactionType ?? 'standard',
    description: input.description,
    entries,
    totalGel: tally.totalGel(),
  };
  // Set, not spread, here and below: this is done for every row of an import.
  if (input.documentReference !== undefined) content.documentReference = input.documentReference;
  return content;
};

interface Place {
  readonly index: number;
  readonly date: AccountingDate;
  readonly violations: ViolationList;
}

const findAccount = (
  { account: named, amount }: ParsedEntry,
  ledger: LedgerReference,
  { index, violations }: Place,
): ReferenceAccount | undefined => {
  const { field, name } = named;
  const account = field === 'accountId' ? ledger.accountById(name) : ledger.accountByCode(name);
  if (account === undefined) {
    const message = `The company has no account ${name}.`;
    violations.add(`entries[${index}].${field}`, errors.accountUnknown, message);
    return undefined;
  }
  const obstacle = postingObstacle(account, amount.currency);
  if (obstacle === undefined) return account;
  const place = obstacle.error === errors.accountCurrency ? 'currency' : field;
  violations.add(`entries[${index}].${place}`, obstacle.error, obstacle.message);
  return undefined;
};

interface Value {
  readonly amountGel: Money;
  readonly rate: ExchangeRate;
}

const valueInGel = (
  { amount, rate: givenRate, amountGel, side }: ParsedEntry,
  rates: KnownRates,
  { index, date, violations }: Place,
): Value | undefined => {
  if (givenRate !== undefined && amountGel !== undefined) return { amountGel, rate: givenRate };
  const { currency } = amount;
  const rate = givenRate ?? rateOnDate(rates, currency, date);
  if (!(rate instanceof ExchangeRate)) {
    violations.add(
      `entries[${index}].currency`,
      rate.error,
      `${rate.reason}; give exchangeRate or amountGel, or record the rate first.`,
    );
    return undefined;
  }
  const converted = rate.convert(amount, Currency.GEL);
  if (!converted.isZero() && converted.isWithinLimit()) {
    return { amountGel: converted, rate };
  }
  violations.add(
    `entries[${index}].${side}`,
    converted.isZero() ? errors.valueTooSmall : errors.amountTooLarge,
  );
  return undefined;
};

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const buildEntry = (
  { input, side, amount }: ParsedEntry,
  account: ReferenceAccount,
  { amountGel, rate }: Value,
): Entry => {
  const text = amount.toString();
  const entry: Writable<Entry> = {
    accountId: account.accountId,
    accountCode: account.code,
    accountType: account.type,
    side,
    amount: text,
    currency: amount.currency,
    exchangeRate: rate === ExchangeRate.one ? '1' : rate.toString(),
    amountGel: amountGel === amount ? text : amountGel.toString(),
  };
  copyText(input, entry);
  return entry;
};

const copyText = (input: EntryInput, entry: Writable<Entry>): void => {
  if (input.description !== undefined) entry.description = input.description;
  if (input.counterpartyTin !== undefined) {
    entry.counterpartyTin = input.counterpartyTin as NonNullable<Entry['counterpartyTin']>;
  }
  if (input.project !== undefined) entry.project = input.project;
  if (input.costCentre !== undefined) entry.costCentre = input.costCentre;
  if (input.documentReference !== undefined) entry.documentReference = input.documentReference;
};
