import type { Readable } from 'node:stream';
import type { ImportFormat } from '../import-ports';
import { readCsv } from './csv-rows';
import type { ImportRow, RowParser } from './import-row';
import { readNdjson } from './ndjson-rows';

/** The rows of a file as they arrive; holds one row at a time. */
export const readRows = (
  format: ImportFormat,
  stream: Readable,
  parse: RowParser,
): AsyncIterable<ImportRow> =>
  format === 'csv' ? readCsv(stream, parse) : readNdjson(stream, parse);
