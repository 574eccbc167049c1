import type { ImportBatchView } from '../../../src/application/import-use-cases';
import { chart, pair, transactionBody, type EntryBody } from './bookkeeping';
import { refused, type Answer, type Caller, type Upload } from './caller';

export const mediaTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

/** What an import sends besides the file. */
export interface ImportRequest {
  readonly batchId: string;
  readonly mode?: 'all_or_nothing' | 'skip_bad_rows';
  readonly format?: keyof typeof mediaTypes;
}

const pathOf = ({ batchId, mode = 'all_or_nothing' }: ImportRequest): string =>
  `/transactions/import?batchId=${batchId}&mode=${mode}`;

/** Sends a file as a whole. */
export const importFile = (
  caller: Caller,
  request: ImportRequest,
  raw: string,
): Promise<Answer<ImportBatchView>> =>
  caller.send('POST', pathOf(request), {
    raw,
    headers: { 'content-type': mediaTypes[request.format ?? 'ndjson'] },
  });

/** Sends a file as it comes into being. */
export const importPieces = (
  caller: Caller,
  request: ImportRequest,
  pieces: AsyncIterable<string>,
): Upload<ImportBatchView> =>
  caller.upload(pathOf(request), { pieces, mediaType: mediaTypes[request.format ?? 'ndjson'] });

export const progressOf = async (caller: Caller, batchId: string): Promise<ImportBatchView> =>
  (await caller.get<ImportBatchView>(`/transactions/imports/${batchId}`)).body;

/** Sends a file that must fail; the batch, which tells the same as the answer. */
export const failedImport = async (
  caller: Caller,
  request: ImportRequest,
  raw: string,
): Promise<ImportBatchView> => {
  const problem = await refused(importFile(caller, request, raw));
  const batch = await progressOf(caller, request.batchId);
  const { batchId, mode, format, status, received, posted, rejected, lastLine } = batch;
  expect(status).toBe('failed');
  expect(problem).toMatchObject({
    status: 422,
    code: `accounting-core.import_${posted > 0 ? 'cut_short' : 'failed'}`,
    retryable: false,
    details: { batchId, mode, format, status, received, posted, rejected, lastLine },
  });
  const { line, field, code } = batch.errors[0] ?? {};
  const place = [`line[${String(line)}]`, field].filter((part) => part !== '').join('.');
  expect(problem.violations?.[0]).toMatchObject({ field: place, code });
  return batch;
};

/** One line: a sale for cash of so much unless said otherwise. */
export const ndjsonLine = (fields: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify(transactionBody(fields))}\n`;

export const saleOf = (amount: string, fields: EntryBody = {}): string =>
  ndjsonLine({ entries: pair(chart.cash, chart.sales, amount, fields) });

/** So many sales of 1.00. */
export const salesOf = (count: number): string => saleOf('1.00').repeat(count);
