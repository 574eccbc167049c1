import { readChunks, type ImportChunk } from '../../../src/application/imports/import-chunks';
import type { ImportRow } from '../../../src/application/imports/import-row';
import type { TransactionInput } from '../../../src/domain/transaction/input';
import { collected } from './collected';

const input = (entryCount: number): TransactionInput => ({
  transactionDate: '2026-11-22',
  description: 'x',
  entries: Array.from({ length: entryCount }, () => ({ accountCode: '1110', debit: '1.00' })),
});

const row = (line: number, entryCount = 2, source = `line ${line}`): ImportRow => ({
  line,
  source,
  parsed: { input: input(entryCount) },
});

const badRow = (line: number, source: string): ImportRow => ({
  line,
  source,
  parsed: { errors: [{ field: '', code: 'x.bad', message: 'bad' }] },
});

const chunksOf = async (rows: readonly ImportRow[]): Promise<readonly ImportChunk[]> => {
  async function* source() {
    yield rows;
  }
  return collected(readChunks(source()));
};

const lengthsOf = (chunks: readonly ImportChunk[]) => chunks.map(({ rows }) => rows.length);

const rowsOf = (count: number, entryCount = 2): readonly ImportRow[] =>
  Array.from({ length: count }, (_, index) => row(index + 1, entryCount));

describe('the chunks of a file', () => {
  it('hold all rows in their order and end with their last line', async () => {
    const rows = rowsOf(4_500);
    const chunks = await chunksOf(rows);
    expect(chunks.flatMap((chunk) => chunk.rows)).toEqual(rows);
    expect(chunks.map(({ lastLine }) => lastLine)).toEqual(
      chunks.map((chunk) => chunk.rows.at(-1)?.line),
    );
    expect(Math.max(...lengthsOf(chunks))).toBe(2_000);
  });

  it('hold few rows when these have many entries', async () => {
    expect(lengthsOf(await chunksOf(rowsOf(3, 10_000)))).toEqual([1, 1, 1]);
  });

  it('hold few rows when these are long, understood or not', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    const long = Array.from({ length: 9 }, (_, index) => badRow(index + 1, megabyte));
    expect(lengthsOf(await chunksOf(long))).toEqual([4, 4, 1]);
  });

  it('are none for a file without rows', async () => {
    expect(await chunksOf([])).toEqual([]);
  });
});

describe('the hash of a chunk', () => {
  const lastHash = async (rows: readonly ImportRow[]) => (await chunksOf(rows)).at(-1)?.contentHash;

  it('is the same for the same rows', async () => {
    expect(await lastHash(rowsOf(2_500))).toBe(await lastHash(rowsOf(2_500)));
  });

  it('depends on every row before it', async () => {
    const changed = [row(1, 2, 'another'), ...rowsOf(2_500).slice(1)];
    expect(await lastHash(changed)).not.toBe(await lastHash(rowsOf(2_500)));
  });

  it('tells one long row from two short ones', async () => {
    const two = await lastHash([row(1, 2, 'a'), row(2, 2, 'b')]);
    expect(await lastHash([row(1, 2, 'ab')])).not.toBe(two);
  });
});
