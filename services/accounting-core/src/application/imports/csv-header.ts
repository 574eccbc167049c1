import { reject, type ErrorDefinition } from '@accounting/kernel';
import type { CsvRecord } from './csv-records';
import { errors } from './errors';

/** Which columns a CSV may have, and which of them it cannot do without. */
export interface CsvColumns {
  readonly known: ReadonlySet<string>;
  readonly required: readonly string[];
  /** What is said of a header that is none of these. */
  readonly invalid: ErrorDefinition;
}

/** The columns of a CSV; rejects a header that is unreadable, incomplete, or names one twice. */
export const columnsIn = (
  { cells: columns, unreadable }: CsvRecord,
  { known, required, invalid }: CsvColumns,
): readonly string[] => {
  if (unreadable?.fault === 'not_utf8') throw reject(errors.notUtf8, { field: 'body' });
  if (unreadable !== undefined) throw reject(invalid, { line: 1 });
  const unknown = columns.filter((column) => !known.has(column));
  const repeated = columns.filter((column, index) => columns.indexOf(column) < index);
  const missing = required.filter((column) => !columns.includes(column));
  if (unknown.length + missing.length + repeated.length === 0) return columns;
  throw reject(
    invalid,
    { unknown, missing, repeated, known: [...known] },
    'The header of the CSV has columns that are unknown or there twice, or lacks some; ' +
      'see the details.',
  );
};
