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
  stream: AsyncIterable<Buffer>,
  parse: RowParser,
): Promise<AsyncIterable<readonly ImportRow[]>> => {
  const records = readRecords(readLines(stream));
  const begin = await records.next();
  const [header, ...first] = begin.done === true ? [] : begin.value;
  const columns = header === undefined ? [] : requireColumns(header);
  return readGroups(beginningWith(first, records), columns, parse);
};

async function* beginningWith<Item>(
  first: Item,
  others: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  yield first;
  yield* others;
}

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
