import { AccountingDate, Currency, reject, type Instant, type Violation } from '@accounting/kernel';
import { isDateProblem, parseBookableDate } from './accounting-date-range';
import { bookableDateErrors } from './bookable-date-errors';
import { parseEntry, type ParsedEntry } from './entry-parsing';
import { reportLine } from './line-parsing';
import { isPrintableText, lengthMessage, normalizedLine, textLengthMax } from './printable-text';
import { errors } from './transaction/errors';
import type { EntryInput, TransactionInput } from './transaction/input';
import { ViolationList } from './violation-list';

const entryCountMin = 2;
const entryCountMax = 10_000;

/** A transaction whose text is understood. */
export interface ParsedTransaction {
  readonly date: AccountingDate;
  readonly input: TransactionInput;
  readonly entries: readonly ParsedEntry[];
}

/** For whoever reads entries one by one too: refuse too many before looking at the first. */
export const refuseTooManyEntries = (entryCount: number): void => {
  if (entryCount <= entryCountMax) return;
  throw reject(errors.tooManyEntries, { field: 'entries', entryCount });
};

/** Reads what was asked for. Everything that is wrong with the text is reported in one error. */
export const parseTransaction = (input: TransactionInput, now: Instant): ParsedTransaction => {
  const entryCount = input.entries.length;
  if (entryCount < entryCountMin) throw reject(errors.tooFewEntries, { field: 'entries' });
  refuseTooManyEntries(entryCount);
  const violations = new ViolationList();
  const date = parseBookableDate(input.transactionDate, now);
  if (isDateProblem(date)) violations.add('transactionDate', bookableDateErrors[date]);
  reportHeader(input, violations);
  const entries: ParsedEntry[] = [];
  for (const [index, entryInput] of input.entries.entries()) {
    const entry = parseEntry(entryInput, index, violations);
    if (entry !== undefined) entries.push(entry);
  }
  violations.throwIfAny(errors.inputInvalid);
  // Nothing was reported, so the date was understood.
  return { date: date as AccountingDate, input: normalizeReference(input), entries };
};

/** What could be read of a request that has not the shape of a transaction. */
export interface PartOfTransaction {
  readonly transactionDate: string | undefined;
  readonly description: string | undefined;
  readonly documentReference: string | undefined;
  /** By their places; those that are no entries are left out. */
  readonly entries: ReadonlyMap<number, EntryInput>;
}

/**
 * What is wrong with the texts of such a request, so that it is told together with what is wrong
 * with the shape. Whether the date can be booked is not among it: that depends on today.
 */
export const formatMistakes = (part: PartOfTransaction): readonly Violation[] => {
  const violations = new ViolationList();
  const { transactionDate, entries } = part;
  if (transactionDate !== undefined && AccountingDate.parse(transactionDate) === undefined) {
    violations.add('transactionDate', bookableDateErrors.not_a_date);
  }
  reportHeader(part, violations);
  for (const [index, entry] of entries) parseEntry(entry, index, violations);
  return violations.all;
};

const reportHeader = (
  input: Pick<TransactionInput | PartOfTransaction, 'description' | 'documentReference'>,
  violations: ViolationList,
): void => {
  const { description, documentReference } = input;
  if (description !== undefined && !isPrintableText(description, textLengthMax.description)) {
    violations.add('description', errors.textInvalid, lengthMessage(textLengthMax.description));
  }
  reportLine(documentReference, 'documentReference', (field, definition, message) => {
    violations.add(field, definition, message);
  });
};

const normalizeReference = (input: TransactionInput): TransactionInput =>
  input.documentReference === undefined
    ? input
    : { ...input, documentReference: normalizedLine(input.documentReference) };

/**
 * The foreign currencies whose recorded rate the transaction needs, each once: what the use case
 * looks up before it decides. Text that is no currency is left for `parseTransaction` to refuse.
 */
export const currenciesWithoutRate = (input: TransactionInput): readonly Currency[] => {
  const currencies = new Set<Currency>();
  for (const entry of input.entries) {
    if (entry.currency === undefined || entry.currency === Currency.GEL) continue;
    if (entry.exchangeRate !== undefined || entry.amountGel !== undefined) continue;
    const currency = Currency.parse(entry.currency);
    if (currency !== undefined) currencies.add(currency);
  }
  return [...currencies];
};
