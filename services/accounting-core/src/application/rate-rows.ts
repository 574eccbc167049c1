import { DomainError, reject, rejectAll, type Violation } from '@accounting/kernel';
import { metadataOf, type RequestContext } from '@accounting/service-host';
import { defineError } from '../domain/error-definition';
import { exchangeRateDecider } from '../domain/exchange-rate/decide';
import type { ExchangeRateRecorded } from '../domain/exchange-rate/events';
import { fieldsOf } from './imports/csv-fields';
import type { CsvColumns } from './imports/csv-header';
import type { CsvRecord } from './imports/csv-records';
import { readTable } from './imports/csv-table';

const errors = {
  rowsInvalid: defineError(
    'rate_rows_invalid',
    'invalid_argument',
    'Some rows are wrong and nothing was recorded; each is listed with its line.',
  ),
  csvInvalid: defineError(
    'rate_csv_invalid',
    'invalid_argument',
    'The CSV cannot be read; its columns are currency, date, rate, quantity and source.',
  ),
  rateNamedTwice: defineError(
    'rate_named_twice',
    'invalid_argument',
    'The file has a rate of this currency and day already.',
  ),
  tooManyRates: defineError(
    'too_many_rates',
    'invalid_argument',
    'A file has at most 100,000 rates; send the rest in another.',
  ),
} as const;

const ratesMax = 100_000;
const violationsMax = 100;

const rateColumns: CsvColumns = {
  known: new Set(['currency', 'date', 'rate', 'quantity', 'source']),
  required: ['currency', 'date', 'rate'],
  invalid: errors.csvInvalid,
};

/** A rate per unit of its currency, of a day that may have one. */
export type RateInFile = ExchangeRateRecorded['data'];

/** The rates of a CSV, each once. Rejects with the first hundred mistakes unless all are good. */
export const readRates = async (
  context: RequestContext,
  stream: AsyncIterable<Buffer>,
): Promise<readonly RateInFile[]> => {
  const { columns, records } = await readTable(stream, rateColumns);
  if (columns === undefined) {
    const message = 'The file is empty; a file without rates has at least its header.';
    throw reject(errors.csvInvalid, { field: 'body' }, message);
  }
  const rates: RateInFile[] = [];
  const violations: Violation[] = [];
  const named = new Set<string>();
  const take = (record: CsvRecord): void => {
    const parsed = parseRate(context, record, columns);
    if (isMistaken(parsed)) {
      violations.push(...parsed);
      return;
    }
    if (named.has(keyOf(parsed))) violations.push(namedTwice(record));
    else rates.push(parsed);
    named.add(keyOf(parsed));
  };
  for await (const some of records) {
    for (const record of some) {
      if (violations.length >= violationsMax) throw rejectAll(errors.rowsInvalid, violations);
      if (rates.length >= ratesMax) throw reject(errors.tooManyRates);
      take(record);
    }
  }
  if (violations.length > 0) throw rejectAll(errors.rowsInvalid, violations);
  return rates;
};

const keyOf = ({ currency, date }: RateInFile): string => `${currency} ${date}`;

const isMistaken = (parsed: RateInFile | readonly Violation[]): parsed is readonly Violation[] =>
  Array.isArray(parsed);

/** Which of two rates for one day is meant, nobody can say. */
const namedTwice = ({ line }: CsvRecord): Violation => ({
  field: `line ${line}: date`,
  code: errors.rateNamedTwice.code,
  message: errors.rateNamedTwice.message,
});

/** Rejects when the line cannot be read: what follows it may be cut in the wrong places. */
const readableFieldsOf = (record: CsvRecord, columns: readonly string[]) => {
  const read = fieldsOf(record, columns);
  if ('fields' in read) return read.fields;
  const { code, message } = read.mistake;
  const field = `line ${record.line}`;
  throw new DomainError(errors.csvInvalid, {
    message: `${errors.csvInvalid.message} Line ${record.line}: ${message}`,
    violations: [{ field, code, message }],
  });
};

const parseRate = (
  context: RequestContext,
  record: CsvRecord,
  columns: readonly string[],
): RateInFile | readonly Violation[] => {
  const fields = readableFieldsOf(record, columns);
  const { currency = '', date = '', rate = '', quantity = '', source = '' } = fields;
  try {
    const [event] = exchangeRateDecider.decide(
      {
        type: 'RecordExchangeRate',
        data: {
          currency,
          date,
          rate,
          quantity: quantity === '' ? 1 : wholeNumberIn(quantity),
          source: source === '' ? 'manual' : source,
        },
        metadata: metadataOf(context),
      },
      exchangeRateDecider.initialState(),
    );
    return (event as ExchangeRateRecorded).data;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.violations.map((violation) => ({
      ...violation,
      field: `line ${record.line}: ${violation.field}`,
    }));
  }
};

/**
 * In decimal digits and nothing else: what JavaScript reads as a number besides (`0x64`, `1e3`) is
 * more often a mistake than meant, and would make another rate of it.
 */
const wholeNumberIn = (text: string): number =>
  /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : Number.NaN;
