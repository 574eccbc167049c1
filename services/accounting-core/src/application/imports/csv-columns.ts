import { reject } from '@accounting/kernel';
import type { CsvRecord } from './csv-records';
import { errors } from './errors';

/** What belongs to the transaction as a whole; said on its first line, or the same on each. */
export const transactionColumns = [
  'transactionDate',
  'transactionType',
  'description',
  'documentReference',
] as const;

/** Column of the CSV to field of the entry. */
export const entryColumns = {
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
export const groupColumn = 'transaction';

const knownColumns: ReadonlySet<string> = new Set([
  groupColumn,
  ...transactionColumns,
  ...Object.keys(entryColumns),
]);

/** The columns of a CSV; rejects a header that is unreadable, incomplete, or names one twice. */
export const requireColumns = ({ cells: columns, unreadable }: CsvRecord): readonly string[] => {
  if (unreadable?.fault === 'not_utf8') throw reject(errors.notUtf8, { field: 'body' });
  if (unreadable !== undefined) throw reject(errors.csvInvalid, { line: 1 });
  const unknown = columns.filter((column) => !knownColumns.has(column));
  const repeated = columns.filter((column, index) => columns.indexOf(column) < index);
  const missing = [groupColumn, 'transactionDate', 'description'].filter(
    (column) => !columns.includes(column),
  );
  if (unknown.length + missing.length + repeated.length === 0) return columns;
  throw reject(
    errors.csvInvalid,
    { unknown, missing, repeated, known: [...knownColumns] },
    'The header of the CSV has columns that are unknown or there twice, or lacks some; ' +
      'see the details.',
  );
};
