import { importColumns } from './csv-columns';
import { csvLineOf, CsvGroup } from './csv-group';
import type { CsvRecord } from './csv-records';
import { readTable } from './csv-table';
import type { ImportRow, RowParser } from './import-row';

/**
 * One entry a line under a header; consecutive lines with the same `transaction` are one. Rejects
 * when the header is not understood.
 */
export const readCsv = async (
  stream: AsyncIterable<Buffer>,
  parse: RowParser,
): Promise<AsyncIterable<readonly ImportRow[]>> => {
  const { columns = [], records } = await readTable(stream, importColumns);
  return readGroups(records, columns, parse);
};

async function* readGroups(
  records: AsyncIterable<readonly CsvRecord[]>,
  columns: readonly string[],
  parse: RowParser,
): AsyncGenerator<readonly ImportRow[]> {
  let group: CsvGroup | undefined;
  for await (const some of records) {
    const rows: ImportRow[] = [];
    for (const record of some) {
      const line = csvLineOf(record, columns);
      if (group?.includes(line) === true) {
        group.add(line);
        continue;
      }
      if (group !== undefined) rows.push(group.toRow(parse));
      group = new CsvGroup(line);
    }
    yield rows;
  }
  if (group !== undefined) yield [group.toRow(parse)];
}
