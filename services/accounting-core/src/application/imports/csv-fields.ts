import type { ErrorDefinition } from '@accounting/kernel';
import type { CsvFault, CsvRecord } from './csv-records';
import { errors } from './errors';
import type { RowMistake } from './import-row';

/** The cells of a line by the names of their columns. */
export type CsvFields = Readonly<Record<string, string>>;

const definitionOf = {
  not_utf8: errors.notUtf8,
  too_long: errors.csvRecordTooLong,
  quote_misplaced: errors.csvQuoteMisplaced,
  quote_open: errors.csvQuoteOpen,
} as const satisfies Record<CsvFault, ErrorDefinition>;

/** Understands a record as a line under the columns of the header, or says why it is none. */
export const fieldsOf = (
  { line, cells, unreadable }: CsvRecord,
  columns: readonly string[],
): { readonly fields: CsvFields } | { readonly mistake: RowMistake } => {
  if (unreadable !== undefined) {
    const { code, message } = definitionOf[unreadable.fault];
    return { mistake: { line, field: '', code, message } };
  }
  if (cells.length !== columns.length) {
    const { code, message } = errors.csvCellsMiscounted;
    const count = `${message} It has ${cells.length} of them, the header has ${columns.length}.`;
    return { mistake: { line, field: '', code, message: count } };
  }
  return {
    fields: Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])),
  };
};
