import type { PlacedOperation, SchemaNode } from './api-document';
import type { RandomValues } from './random-values';

/** What an API document cannot say of a streamed body: the columns of its lines. */
const columns: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/transactions/import': [
    ...['transaction', 'transactionDate', 'description', 'accountCode', 'debit', 'credit'],
    ...['currency', 'exchangeRate', 'counterpartyTin', 'project'],
  ],
  '/api/v1/exchange-rates/import': ['currency', 'date', 'rate', 'quantity', 'source'],
};

/** The operation whose body is a line of NDJSON. */
const rowOperation: Readonly<Record<string, string>> = {
  '/api/v1/transactions/import': '/api/v1/transactions/post',
};

const cellSchema = (column: string): SchemaNode => {
  if (/date$/i.test(column)) return { type: 'string', format: 'date' };
  if (column === 'quantity') return { type: 'integer' };
  if (/^(debit|credit|rate|exchangeRate)$/.test(column)) {
    return { type: 'string', pattern: String.raw`^\d+\.\d+$` };
  }
  return { type: 'string' };
};

const asCell = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csvOf = (names: readonly string[], count: number, values: RandomValues): string => {
  const lines = Array.from({ length: count }, () =>
    names.map((name) => asCell(values.valueOf(cellSchema(name), { name }))).join(','),
  );
  return [names.join(','), ...lines].join('\n');
};

/** A file for an operation that reads a stream. Throws for one whose lines nobody has described. */
export const streamedFile = (
  placed: PlacedOperation,
  mediaType: string,
  values: RandomValues,
): string => {
  const count = values.upTo(6);
  if (mediaType === 'text/csv') {
    const names = columns[placed.path];
    if (names === undefined) throw new Error(`Describe the columns of ${placed.path} here.`);
    return csvOf(names, count, values);
  }
  const row = placed.document.paths[rowOperation[placed.path] ?? '']?.['post'];
  const schema = row?.requestBody?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`Say what a line of ${placed.path} is like here.`);
  return Array.from({ length: count }, () => JSON.stringify(values.valueOf(schema))).join('\n');
};
