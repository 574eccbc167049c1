import { createHash, type Hash } from 'node:crypto';
import type { LineFault, TextLine } from './text-lines';

/** What makes a record unreadable; only after an open quote nothing more can be read. */
export type CsvFault = LineFault | 'quote_misplaced' | 'quote_open';

/** One record of a CSV: a line, or several when a quoted cell has line breaks. */
export interface CsvRecord {
  /** Where it begins. */
  readonly line: number;
  /** Without the blanks around; of an unreadable record those that could be read. */
  readonly cells: readonly string[];
  /** Present when the record cannot be read: why, and its text or a digest of it. */
  readonly unreadable?: { readonly fault: CsvFault; readonly source: string };
}

/** A longer record has lost its end. */
const recordCharactersMax = 64 * 1024;
/** A line of all columns, filled as usual, is shorter. */
const longLine = 1024;

/**
 * The records of RFC 4180, some at a time. A parser of whole files stops at the first mistake; this
 * one goes on with the next line, because the other rows of an import are wanted, or their
 * mistakes.
 */
export async function* readRecords(
  lines: AsyncIterable<readonly TextLine[]>,
): AsyncGenerator<readonly CsvRecord[]> {
  let begun: BegunRecord | undefined;
  for await (const some of lines) {
    const records: CsvRecord[] = [];
    for (const line of some) {
      if (begun === undefined && line.text.trim() === '') continue;
      begun ??= new BegunRecord(line.line);
      begun.take(line);
      if (begun.isQuoteOpen) continue;
      records.push(begun.end());
      begun = undefined;
    }
    if (records.length > 0) yield records;
  }
  if (begun !== undefined) yield [begun.end()];
}

class BegunRecord {
  /** True while a quoted cell goes on in the next line. */
  isQuoteOpen = false;
  private fault: CsvFault | undefined;
  private readonly cells: string[] = [];
  private quoted = '';
  private source = '';
  private characters = 0;
  private keptCharacters = 0;
  private digest: Hash | undefined;

  constructor(private readonly line: number) {}

  take({ text, fault }: TextLine): void {
    this.keepSource(text);
    this.fault ??= fault;
    // Where a line that is too long has its quotes is not known; most have none.
    if (fault === 'too_long') this.isQuoteOpen = false;
    else this.readCells(text);
  }

  end(): CsvRecord {
    const { line, cells, source, digest } = this;
    const fault = this.isQuoteOpen ? 'quote_open' : this.fault;
    if (fault === undefined) return { line, cells };
    const unreadable = { fault, source: digest?.digest('hex') ?? source };
    return { line, cells, unreadable };
  }

  private keepSource(text: string): void {
    this.characters += text.length + 1;
    if (this.digest === undefined && this.characters > recordCharactersMax) {
      this.digest = createHash('sha256').update(this.source);
      this.source = '';
      this.fault ??= 'too_long';
    }
    if (this.digest === undefined) this.source += `${text}\n`;
    else this.digest.update(`${text}\n`);
  }

  private readCells(text: string): void {
    let at = this.isQuoteOpen ? this.readQuoted(text, 0) : 0;
    while (at <= text.length) {
      const comma = endOfCell(text, at);
      const cell = text.slice(at, comma);
      const blanks = cell.length - cell.trimStart().length;
      if (cell[blanks] === '"') {
        at = this.readQuoted(text, at + blanks + 1);
        continue;
      }
      if (cell.includes('"')) this.fault ??= 'quote_misplaced';
      this.keepCell(cell.trim());
      at = comma + 1;
    }
    if (this.isQuoteOpen) this.keepQuoted('\n');
  }

  /** Reads on in a quoted cell; where the next cell begins, or beyond the text if there is none. */
  private readQuoted(text: string, from: number): number {
    this.isQuoteOpen = true;
    for (let at = from; ;) {
      const quote = text.indexOf('"', at);
      if (quote < 0) {
        this.keepQuoted(text.slice(at));
        return text.length + 1;
      }
      const isDoubled = text[quote + 1] === '"';
      this.keepQuoted(text.slice(at, isDoubled ? quote + 1 : quote));
      if (!isDoubled) return this.closeQuoted(text, quote + 1);
      at = quote + 2;
    }
  }

  private closeQuoted(text: string, after: number): number {
    const comma = endOfCell(text, after);
    if (text.slice(after, comma).trim() !== '') this.fault ??= 'quote_misplaced';
    this.isQuoteOpen = false;
    this.keepCell(this.quoted);
    this.quoted = '';
    return comma + 1;
  }

  private keepCell(cell: string): void {
    this.keptCharacters += cell.length + 1;
    // What follows a misplaced quote may be cut in the wrong places.
    if (this.fault === 'quote_misplaced' || this.keptCharacters > recordCharactersMax) return;
    // A cell that is cut out of a line keeps all of it in memory, and most of this one is blanks.
    const isSmallPart = this.characters > longLine && cell.length < this.characters / 2;
    this.cells.push(isSmallPart ? Buffer.from(cell).toString() : cell);
  }

  private keepQuoted(text: string): void {
    if (this.quoted.length + text.length <= recordCharactersMax) this.quoted += text;
  }
}

const endOfCell = (text: string, from: number): number => {
  const comma = text.indexOf(',', from);
  return comma < 0 ? text.length : comma;
};
