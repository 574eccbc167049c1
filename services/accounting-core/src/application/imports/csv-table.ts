import { columnsIn, type CsvColumns } from './csv-header';
import { readRecords, type CsvRecord } from './csv-records';
import { readLines } from './text-lines';

/** A CSV whose header is understood. */
export interface CsvTable {
  /** Absent in a file without lines. */
  readonly columns: readonly string[] | undefined;
  /** What stands below the header, some at a time. */
  readonly records: AsyncIterable<readonly CsvRecord[]>;
}

/** Rejects when the header is not understood. */
export const readTable = async (
  stream: AsyncIterable<Buffer>,
  expected: CsvColumns,
): Promise<CsvTable> => {
  const records = readRecords(readLines(stream));
  const begin = await records.next();
  const [header, ...first] = begin.done === true ? [] : begin.value;
  return {
    columns: header && columnsIn(header, expected),
    records: beginningWith(first, records),
  };
};

async function* beginningWith<Item>(
  first: Item,
  others: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  yield first;
  yield* others;
}
