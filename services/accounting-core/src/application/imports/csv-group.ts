import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { entryColumns, groupColumn, transactionColumns } from './csv-columns';
import { fieldsOf, type CsvFields } from './csv-fields';
import type { CsvRecord } from './csv-records';
import { errors } from './errors';
import type { ImportRow, RowMistake, RowParser } from './import-row';

/** A line of the CSV: which transaction it belongs to, and its fields or why there are none. */
export interface CsvLine {
  readonly line: number;
  /** Unknown when the line is so broken that it cannot be read. */
  readonly name: string | undefined;
  readonly content:
    { readonly fields: CsvFields } | { readonly mistake: RowMistake; readonly source: string };
  readonly isCutShort: boolean;
}

/** Understands a record as a line under the columns of the header. */
export const csvLineOf = (record: CsvRecord, columns: readonly string[]): CsvLine => {
  const { line, cells, unreadable } = record;
  const content = fieldsOf(record, columns);
  if (!('mistake' in content)) {
    return { line, name: cells[columns.indexOf(groupColumn)], content, isCutShort: false };
  }
  return {
    line,
    name: nameIn(record, columns),
    content: { ...content, source: unreadable?.source ?? cells.join() },
    isCutShort: unreadable?.fault === 'quote_open',
  };
};

/** The name on a line that cannot be read, as far as it is certain. */
const nameIn = (
  { cells, unreadable }: CsvRecord,
  columns: readonly string[],
): string | undefined => {
  const place = columns.indexOf(groupColumn);
  // In a line of too many or too few cells, one further right may stand below another column.
  if (unreadable === undefined) return place === 0 ? cells[0] : undefined;
  return unreadable.fault === 'not_utf8' ? fromBytes(cells[place]) : cells[place];
};

/** The text of a cell whose letters are bytes, when these are UTF-8. */
const fromBytes = (cell = ''): string | undefined => {
  const bytes = Buffer.from(cell, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
};

/** A transaction of 10,000 entries with every field filled is about as long. */
const groupCharactersMax = 8 * 1024 * 1024;
/** A line of empty cells takes memory too. */
const lineOverhead = 100;
/** A transaction with thousands of mistakes is reported with the first of them. */
const mistakesMax = 100;

/** The lines of one transaction, as far as they have been read. */
export class CsvGroup {
  private readonly line: number;
  private readonly name: string | undefined;
  private contents: (CsvFields | string)[] = [];
  private first: CsvFields | undefined;
  private readonly mistakes: RowMistake[] = [];
  private characters = 0;
  private digest: Hash | undefined;
  private isCutShort = false;

  constructor(first: CsvLine) {
    this.line = first.line;
    this.name = first.name;
    this.add(first);
  }

  /** A line of which nobody can say where it belongs makes the transaction before it doubtful. */
  includes({ name }: CsvLine): boolean {
    return name === undefined || name === this.name;
  }

  add({ line, content, isCutShort }: CsvLine): void {
    this.isCutShort ||= isCutShort;
    if ('mistake' in content) {
      this.report(content.mistake);
      this.keep(content.source);
      return;
    }
    this.compare(line, content.fields);
    this.keep(content.fields);
  }

  toRow(parse: RowParser): ImportRow {
    const { line, contents, mistakes, digest, isCutShort } = this;
    const source = digest?.digest('hex') ?? JSON.stringify(contents);
    const fields = contents.filter((content) => typeof content !== 'string');
    const parsed = mistakes.length > 0 ? { errors: mistakes } : parse(transactionOf(fields));
    return { line, source, parsed, ...(isCutShort && { isCutShort }) };
  }

  /** What is said of the transaction on a later line is left out, or the same. */
  private compare(line: number, fields: CsvFields): void {
    this.first ??= fields;
    for (const column of transactionColumns) {
      const value = fields[column] ?? '';
      if (value === '' || value === this.first[column]) continue;
      const { code, message } = errors.csvColumnDiffers;
      this.report({ line, field: column, code, message });
    }
  }

  private keep(content: CsvFields | string): void {
    this.characters += lineOverhead + sizeOf(content);
    if (this.digest === undefined && this.characters > groupCharactersMax) {
      const { code, message } = errors.transactionTooLong;
      this.mistakes.unshift({ field: '', code, message });
      this.digest = createHash('sha256').update(JSON.stringify(this.contents));
      this.contents = [];
    }
    if (this.digest === undefined) this.contents.push(content);
    else this.digest.update(JSON.stringify(content));
  }

  private report(mistake: RowMistake): void {
    if (this.mistakes.length < mistakesMax) this.mistakes.push(mistake);
  }
}

const sizeOf = (content: CsvFields | string): number =>
  typeof content === 'string'
    ? content.length
    : Object.values(content).reduce((size, cell) => size + cell.length, 0);

const transactionOf = ([first = {}, ...others]: readonly CsvFields[]): object => ({
  ...filled(transactionColumns.map((column) => [column, first[column]])),
  entries: [first, ...others].map((fields) =>
    filled(Object.entries(entryColumns).map(([column, field]) => [field, fields[column]])),
  ),
});

/** An empty cell says nothing, as a field that is left out. */
const filled = (pairs: readonly (readonly [string, string | undefined])[]): object =>
  Object.fromEntries(pairs.filter(([, value]) => value !== undefined && value !== ''));
