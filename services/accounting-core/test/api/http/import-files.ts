import type { ImportBatchView } from '../../../src/application/import-use-cases';
import { chart, pair, transactionBody, type EntryBody } from './bookkeeping';
import type { Answer, Caller, Upload } from './caller';

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

/** One line: a sale for cash of so much unless said otherwise. */
export const ndjsonLine = (fields: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify(transactionBody(fields))}\n`;

export const saleOf = (amount: string, fields: EntryBody = {}): string =>
  ndjsonLine({ entries: pair(chart.cash, chart.sales, amount, fields) });

/** So many sales of 1.00. */
export const salesOf = (count: number): string => saleOf('1.00').repeat(count);
