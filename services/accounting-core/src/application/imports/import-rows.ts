import type { ImportFormat } from '../import-ports';
import { readCsv } from './csv-rows';
import type { ImportRow, RowParser } from './import-row';
import { readNdjson } from './ndjson-rows';

/**
 * The rows of a file as they arrive; holds as many as came together, at most a hundred. Rejects
 * when the header of a CSV is not understood: then the file has no rows at all.
 */
export const readRows = async (
  format: ImportFormat,
  stream: AsyncIterable<Buffer>,
  parse: RowParser,
): Promise<AsyncIterable<readonly ImportRow[]>> =>
  format === 'csv' ? readCsv(stream, parse) : readNdjson(stream, parse);
