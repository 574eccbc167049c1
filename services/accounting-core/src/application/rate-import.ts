import {
  DomainError,
  reject,
  rejectAll,
  type ErrorDefinition,
  type Violation,
} from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { parse as parseCsv, CsvError } from 'csv-parse';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { defineError } from '../domain/error-definition';
import { exchangeRateDecider } from '../domain/exchange-rate/decide';
import type { ExchangeRateRecorded } from '../domain/exchange-rate/events';
import type { ExchangeRateUseCases } from './exchange-rate-use-cases';
import { metadataOf } from './ledger-commands';

export interface RateImportReceipt {
  /** Rates in the file; each is recorded now, or was known already. */
  readonly rates: number;
}

export interface RateImportUseCases {
  /**
   * Records the rates of a CSV with the columns currency, date, rate, quantity and source. Nothing
   * is recorded unless every row is good. Sending a file again changes nothing.
   */
  importCsv(context: RequestContext, stream: Readable): Promise<Answer<RateImportReceipt>>;
}

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
} as const satisfies Record<string, ErrorDefinition>;

const ratesMax = 100_000;
const violationsMax = 100;
/** Recorded at the same time: enough to share commits, few enough for other requests. */
const recordedTogetherMax = 50;

type RateRow = Readonly<
  Record<'currency' | 'date' | 'rate' | 'quantity' | 'source', string | undefined>
>;

type ParsedRate = ExchangeRateRecorded['data'];

export const createRateImport = (
  exchangeRates: Pick<ExchangeRateUseCases, 'record'>,
): RateImportUseCases => ({
  importCsv: async (context, stream) => {
    const rates = await readRates(context, stream);
    for (let begin = 0; begin < rates.length; begin += recordedTogetherMax) {
      const together = rates.slice(begin, begin + recordedTogetherMax);
      await Promise.all(
        together.map(({ currency, date, rate, source }) =>
          exchangeRates.record(context, { currency, date, rate, source }),
        ),
      );
    }
    return { body: { rates: rates.length } };
  },
});

const readRates = async (
  context: RequestContext,
  stream: Readable,
): Promise<readonly ParsedRate[]> => {
  const rates: ParsedRate[] = [];
  const violations: Violation[] = [];
  const named = new Set<string>();
  for await (const { record, line } of readRecords(stream)) {
    if (rates.length >= ratesMax) throw reject(errors.tooManyRates);
    const parsed = parseRate(context, record, line);
    if (Array.isArray(parsed)) violations.push(...parsed);
    else if (named.has(keyOf(parsed))) violations.push(namedTwice(line));
    else rates.push(parsed);
    if (!Array.isArray(parsed)) named.add(keyOf(parsed));
    if (violations.length >= violationsMax) break;
  }
  if (violations.length > 0) throw rejectAll(errors.rowsInvalid, violations);
  return rates;
};

const keyOf = ({ currency, date }: ParsedRate): string => `${currency} ${date}`;

/** Rows are recorded side by side, so of two rates for one day either could come last. */
const namedTwice = (line: number): Violation => ({
  field: `line ${line}: date`,
  code: errors.rateNamedTwice.code,
  message: errors.rateNamedTwice.message,
});

const parseRate = (
  context: RequestContext,
  { currency = '', date = '', rate = '', quantity, source }: RateRow,
  line: number,
): ParsedRate | Violation[] => {
  try {
    const [event] = exchangeRateDecider.decide(
      {
        type: 'RecordExchangeRate',
        data: {
          currency,
          date,
          rate,
          quantity: quantity === undefined || quantity === '' ? 1 : Number(quantity),
          source: source === undefined || source === '' ? 'manual' : source,
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
      field: `line ${line}: ${violation.field}`,
    }));
  }
};

async function* readRecords(
  stream: Readable,
): AsyncGenerator<{ readonly record: RateRow; readonly line: number }> {
  const parser = parseCsv({
    bom: true,
    columns: requireColumns,
    info: true,
    max_record_size: 4096,
    skip_empty_lines: true,
    trim: true,
  });
  // The parser hands a failure to whoever reads it; this promise only ends the pair.
  pipeline(stream, parser).catch(() => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: RateRow;
      info: { lines: number };
    }>) {
      yield { record, line: info.lines };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw reject(errors.csvInvalid, {}, `${errors.csvInvalid.message} ${error.message}`);
  }
}

const requireColumns = (header: string[]): string[] => {
  const columns = header.map((column) => column.trim());
  const known = ['currency', 'date', 'rate', 'quantity', 'source'];
  const isReadable =
    columns.every((column) => known.includes(column)) &&
    ['currency', 'date', 'rate'].every((column) => columns.includes(column));
  if (!isReadable) throw reject(errors.csvInvalid, { columns });
  return columns;
};
