import type { Readable } from 'node:stream';
import { requireColumns } from './csv-columns';
import { csvLineOf, CsvGroup } from './csv-group';
import { readRecords, type CsvRecord } from './csv-records';
import type { ImportRow, RowParser } from './import-row';
import { readLines } from './text-lines';

/**
 * One entry a line under a header; consecutive lines with the same `transaction` are one. Rejects
 * when the header is not understood.
 */
export const readCsv = async (
  stream: Readable,
  parse: RowParser,
): Promise<AsyncIterable<ImportRow>> => {
  const records = readRecords(readLines(stream));
  const header = await records.next();
  const columns = header.done === true ? [] : requireColumns(header.value);
  return readGroups(records, columns, parse);
};

async function* readGroups(
  records: AsyncIterable<CsvRecord>,
  columns: readonly string[],
  parse: RowParser,
): AsyncGenerator<ImportRow> {
  let group: CsvGroup | undefined;
  for await (const record of records) {
    const line = csvLineOf(record, columns);
    if (group?.includes(line) === true) {
      group.add(line);
      continue;
    }
    if (group !== undefined) yield group.toRow(parse);
    group = new CsvGroup(line);
  }
  if (group !== undefined) yield group.toRow(parse);
}
