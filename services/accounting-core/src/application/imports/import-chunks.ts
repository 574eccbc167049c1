import { takeTurns } from '@accounting/kernel';
import { createHash } from 'node:crypto';
import type { ImportRow } from './import-row';

/** Consecutive rows of a file, with a hash by which they are recognised. */
export interface ImportChunk {
  readonly rows: readonly ImportRow[];
  readonly lastLine: number;
  /** SHA-256 over the hash of the chunk before and this chunk's text. */
  readonly contentHash: string;
  /** True when it is the last because what follows in the file cannot be read. */
  readonly isCutShort: boolean;
}

/**
 * Where a chunk ends follows from the file alone, so that a file sent again is cut in the same
 * places and its hashes can be compared. Changing these numbers makes earlier batches strangers.
 */
const chunkRowsMax = 1000;
const chunkEntriesMax = 5000;
/** What is no transaction has no entries, but it has a length. */
const chunkCharactersMax = 4 * 1024 * 1024;

/** So many are read at a stretch, a few milliseconds, while other requests wait. */
const rowsPerTurn = 100;

const entriesOf = ({ parsed }: ImportRow): number =>
  'input' in parsed ? parsed.input.entries.length : 1;

/** Cuts the rows of a file into chunks and chains their hashes. */
export async function* readChunks(
  rows: AsyncIterable<readonly ImportRow[]>,
): AsyncGenerator<ImportChunk> {
  let collected: ImportRow[] = [];
  let entries = 0;
  let characters = 0;
  let contentHash = '';
  const close = (): ImportChunk => {
    contentHash = chain(contentHash, collected);
    const last = collected.at(-1);
    const chunk = {
      rows: collected,
      lastLine: last?.line ?? 0,
      contentHash,
      isCutShort: last?.isCutShort ?? false,
    };
    collected = [];
    entries = 0;
    characters = 0;
    return chunk;
  };
  const turn = takeTurns(rowsPerTurn);
  for await (const some of rows) {
    for (const row of some) {
      const pause = turn();
      if (pause !== undefined) await pause;
      collected.push(row);
      entries += entriesOf(row);
      characters += row.source.length;
      const isFull =
        collected.length >= chunkRowsMax ||
        entries >= chunkEntriesMax ||
        characters >= chunkCharactersMax;
      if (isFull) yield close();
    }
  }
  if (collected.length > 0) yield close();
}

/**
 * Joins every two chunks of short rows, so that both are dealt with in one transaction: an account
 * that many of them touch is then written half as often. The hash is that of the second.
 */
export async function* inPairs(chunks: AsyncIterable<ImportChunk>): AsyncGenerator<ImportChunk> {
  let first: ImportChunk | undefined;
  for await (const chunk of chunks) {
    const pair = first === undefined ? chunk : { ...chunk, rows: [...first.rows, ...chunk.rows] };
    // One that ended before it had all its rows has long ones, which take their memory once.
    first = first === undefined && chunk.rows.length === chunkRowsMax ? chunk : undefined;
    if (first === undefined) yield pair;
  }
  if (first !== undefined) yield first;
}

const chain = (before: string, rows: readonly ImportRow[]): string => {
  const hash = createHash('sha256').update(before);
  for (const { source } of rows) hash.update('\n').update(source);
  return hash.digest('hex');
};
