import { Currency, reject, type AccountingDate, type Instant } from '@accounting/kernel';
import { isDateProblem, parseBookableDate } from './accounting-date-range';
import { bookableDateErrors } from './bookable-date-errors';
import { parseEntry, type ParsedEntry } from './entry-parsing';
import { isPrintableLine, isPrintableText, lengthMessage, textLengthMax } from './printable-text';
import { errors } from './transaction/errors';
import type { TransactionInput } from './transaction/input';
import { ViolationList } from './violation-list';

const entryCountMin = 2;
const entryCountMax = 10_000;

/** A transaction whose text is understood. */
export interface ParsedTransaction {
  readonly date: AccountingDate;
  readonly input: TransactionInput;
  readonly entries: readonly ParsedEntry[];
}

/** Reads what was asked for. Everything that is wrong with the text is reported in one error. */
export const parseTransaction = (input: TransactionInput, now: Instant): ParsedTransaction => {
  const entryCount = input.entries.length;
  if (entryCount < entryCountMin) throw reject(errors.tooFewEntries, { field: 'entries' });
  if (entryCount > entryCountMax) {
    throw reject(errors.tooManyEntries, { field: 'entries', entryCount });
  }
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
  return { date: date as AccountingDate, input, entries };
};

const reportHeader = (input: TransactionInput, violations: ViolationList): void => {
  const { description, documentReference } = input;
  if (!isPrintableText(description, textLengthMax.description)) {
    violations.add('description', errors.textInvalid, lengthMessage(textLengthMax.description));
  }
  if (
    documentReference !== undefined &&
    !isPrintableLine(documentReference, textLengthMax.dimension)
  ) {
    violations.add('documentReference', errors.textInvalid, lengthMessage(textLengthMax.dimension));
  }
};

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
