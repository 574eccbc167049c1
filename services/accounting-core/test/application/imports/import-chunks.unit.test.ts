import {
  inPairs,
  readChunks,
  type ImportChunk,
} from '../../../src/application/imports/import-chunks';
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
    expect(Math.max(...lengthsOf(chunks))).toBe(1_000);
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

describe('chunks in pairs', () => {
  const pairsOf = async (rows: readonly ImportRow[]) => {
    async function* source() {
      yield* await chunksOf(rows);
    }
    return collected(inPairs(source()));
  };

  it.each([
    [0, []],
    [700, [700]],
    [2_000, [2_000]],
    [4_500, [2_000, 2_000, 500]],
    [5_300, [2_000, 2_000, 1_300]],
  ])('hold all of %i rows, in their order', async (count, lengths) => {
    const pairs = await pairsOf(rowsOf(count));
    expect(lengthsOf(pairs)).toEqual(lengths);
    expect(pairs.flatMap(({ rows }) => rows)).toEqual(rowsOf(count));
  });

  it('are not made of chunks that are large already', async () => {
    expect(lengthsOf(await pairsOf(rowsOf(5, 4_000)))).toEqual([2, 2, 1]);
  });

  it('end where the second of them ends, with its hash', async () => {
    const [, second, third] = await chunksOf(rowsOf(2_500));
    const [pair, single] = await pairsOf(rowsOf(2_500));
    expect(pair).toMatchObject({ lastLine: 2_000, contentHash: second?.contentHash });
    expect(single).toEqual(third);
  });

  it('are cut short where the second of them is', async () => {
    const last = { ...row(1_001), isCutShort: true };
    const pairs = await pairsOf([...rowsOf(1_000), last]);
    expect(pairs.map(({ isCutShort }) => isCutShort)).toEqual([true]);
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
