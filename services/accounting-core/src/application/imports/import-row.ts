import type { TransactionInput } from '../../domain/transaction/input';
import type { ImportRowError } from '../import-ports';

/** One transaction of a file: understood, or with what stands in the way. */
export interface ImportRow {
  /** Line where it begins; the first line of a file is 1. */
  readonly line: number;
  /** Its text, for the hash by which a file is recognised when it is sent again. */
  readonly source: string;
  readonly parsed: ParsedRow;
  /** True when what comes after it in the file cannot be told apart: it is the last row. */
  readonly isCutShort?: boolean;
}

/** What is wrong with a row; the line, unless it is the one where the row begins. */
export type RowMistake = Omit<ImportRowError, 'line'> & Partial<Pick<ImportRowError, 'line'>>;

export type ParsedRow =
  { readonly input: TransactionInput } | { readonly errors: readonly RowMistake[] };

/** Checks the form of a row, as the API checks the form of a request. */
export type RowParser = (value: unknown) => ParsedRow;
