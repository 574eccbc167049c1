import { reject } from '@accounting/kernel';
import { CsvError, parse as parseCsv } from 'csv-parse';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errors } from './errors';
import type { ImportRow, RowParser } from './import-row';

/** What belongs to the transaction as a whole; the same on each of its lines. */
const transactionColumns = [
  'transactionDate',
  'transactionType',
  'description',
  'documentReference',
] as const;

/** Column of the CSV to field of the entry. */
const entryColumns = {
  accountCode: 'accountCode',
  accountId: 'accountId',
  debit: 'debit',
  credit: 'credit',
  currency: 'currency',
  exchangeRate: 'exchangeRate',
  amountGel: 'amountGel',
  entryDescription: 'description',
  counterpartyTin: 'counterpartyTin',
  project: 'project',
  costCentre: 'costCentre',
  entryDocumentReference: 'documentReference',
} as const;

/** Says which lines belong together; any text, the same on consecutive lines of one transaction. */
const groupColumn = 'transaction';

const knownColumns: ReadonlySet<string> = new Set([
  groupColumn,
  ...transactionColumns,
  ...Object.keys(entryColumns),
]);

type CsvRecord = Readonly<Record<string, string>>;

interface CsvLine {
  readonly record: CsvRecord;
  readonly info: { readonly lines: number };
}

/** The lines of one transaction, as far as they have been read. */
interface Group {
  readonly line: number;
  readonly records: CsvRecord[];
  characters: number;
}

/** A transaction of 10,000 entries with every field filled is about as long. */
const groupCharactersMax = 8 * 1024 * 1024;
/** A line of empty cells takes memory too. */
const recordOverhead = 100;

const sizeOf = (record: CsvRecord): number =>
  Object.values(record).reduce((size, cell) => size + cell.length, recordOverhead);

/** One entry a line under a header; consecutive lines with the same `transaction` are one. */
export async function* readCsv(stream: Readable, parse: RowParser): AsyncGenerator<ImportRow> {
  let group: Group | undefined;
  for await (const { record, info } of readRecords(stream)) {
    const [first] = group?.records ?? [];
    if (group !== undefined && first?.[groupColumn] === record[groupColumn]) {
      group.records.push(record);
      group.characters += sizeOf(record);
      if (group.characters > groupCharactersMax) {
        throw reject(errors.transactionTooLong, { line: group.line });
      }
      continue;
    }
    if (group !== undefined) yield rowOf(group, parse);
    group = { line: info.lines, records: [record], characters: sizeOf(record) };
  }
  if (group !== undefined) yield rowOf(group, parse);
}

const rowOf = ({ line, records }: Group, parse: RowParser): ImportRow => ({
  line,
  source: JSON.stringify(records),
  parsed: parse(transactionOf(records)),
});

const transactionOf = ([first = {}, ...others]: readonly CsvRecord[]): object => ({
  ...filled(transactionColumns.map((column) => [column, first[column]])),
  entries: [first, ...others].map((record) =>
    filled(Object.entries(entryColumns).map(([column, field]) => [field, record[column]])),
  ),
});

/** An empty cell says nothing, as a field that is left out. */
const filled = (pairs: readonly (readonly [string, string | undefined])[]): object =>
  Object.fromEntries(pairs.filter(([, value]) => value !== undefined && value !== ''));

const recordBytesMax = 64 * 1024;

async function* readRecords(stream: Readable): AsyncGenerator<CsvLine> {
  const parser = parseCsv({
    bom: true,
    columns: requireColumns,
    info: true,
    max_record_size: recordBytesMax,
    skip_empty_lines: true,
    trim: true,
  });
  const piped = pipeline(stream, parser);
  // The parser reports the failure to whoever reads it; this promise only ends the pair.
  piped.catch(() => undefined);
  try {
    yield* parser as AsyncIterable<CsvLine>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw reject(errors.csvInvalid, {}, `${errors.csvInvalid.message} ${error.message}`);
  }
}

const requireColumns = (header: string[]): string[] => {
  const columns = header.map((column) => column.trim());
  const unknown = columns.filter((column) => !knownColumns.has(column));
  const missing = [groupColumn, 'transactionDate', 'description'].filter(
    (column) => !columns.includes(column),
  );
  if (unknown.length === 0 && missing.length === 0) return columns;
  throw reject(
    errors.csvInvalid,
    { unknown, missing, known: [...knownColumns] },
    'The header of the CSV has columns that are not known, or lacks some; see the details.',
  );
};
