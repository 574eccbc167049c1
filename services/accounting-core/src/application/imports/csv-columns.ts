import type { CsvColumns } from './csv-header';
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

/** What the header of a CSV of transactions may say. */
export const importColumns: CsvColumns = {
  known: new Set([groupColumn, ...transactionColumns, ...Object.keys(entryColumns)]),
  required: [groupColumn, 'transactionDate', 'description'],
  invalid: errors.csvInvalid,
};
