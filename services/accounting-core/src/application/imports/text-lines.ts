import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';

/** What makes a line unreadable. Those after it can be read all the same. */
export type LineFault = 'not_utf8' | 'too_long';

/** One line of a file. */
export interface TextLine {
  /** The first is 1. */
  readonly line: number;
  /**
   * What stands before the line feed. Of a line that is not UTF-8 each byte is a letter, so that
   * commas and quotes are where they are; of one that is too long it is a digest.
   */
  readonly text: string;
  readonly fault?: LineFault;
}

/** A transaction of 10,000 entries with every field filled is about 6 MiB. */
const lineBytesMax = 8 * 1024 * 1024;
const lineFeed = 0x0a;
const byteOrderMark = '\uFEFF';

/** Handing lines on one by one would take longer than reading them. */
const linesAtOnce = 100;

/**
 * The lines of a stream, some at a time, in memory that is bounded whatever its length. Bytes that
 * are not UTF-8 make their line unreadable: to replace a letter would put another into the books.
 */
export async function* readLines(
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<readonly TextLine[]> {
  const collector = createLineCollector();
  for await (const bytes of stream) {
    let lines: TextLine[] = [];
    let begin = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, begin)) {
      lines.push(collector.close(bytes.subarray(begin, end)));
      begin = end + 1;
      if (lines.length < linesAtOnce) continue;
      yield lines;
      lines = [];
    }
    collector.add(bytes.subarray(begin));
    if (lines.length > 0) yield lines;
  }
  if (!collector.isEmpty()) yield [collector.close(Buffer.alloc(0))];
}

interface LineCollector {
  /** Keeps a part of a line whose end has not come yet. */
  add(bytes: Buffer): void;
  isEmpty(): boolean;
  /** Ends the line with its last part and begins the next. */
  close(bytes: Buffer): TextLine;
}

const createLineCollector = (): LineCollector => {
  let line = 0;
  let kept = Buffer.alloc(0);
  let length = 0;
  let digest: Hash | undefined;

  const add = (bytes: Buffer): void => {
    if (digest === undefined && length + bytes.length > lineBytesMax) {
      digest = createHash('sha256').update(kept.subarray(0, length));
      kept = Buffer.alloc(0);
    }
    if (digest === undefined) kept = appended(kept, length, bytes);
    else digest.update(bytes);
    length += bytes.length;
  };

  const close = (bytes: Buffer): TextLine => {
    line += 1;
    // Most lines come in one piece and need no copy.
    const isWhole = length === 0 && bytes.length <= lineBytesMax;
    if (!isWhole) add(bytes);
    const closed: TextLine =
      digest === undefined
        ? textOf(line, isWhole ? bytes : kept.subarray(0, length))
        : { line, text: `SHA-256 ${digest.digest('hex')}`, fault: 'too_long' };
    kept = Buffer.alloc(0);
    length = 0;
    digest = undefined;
    return closed;
  };

  return { add, isEmpty: () => length === 0, close };
};

/** Doubles the room when it is too small: a line may come byte by byte. */
const appended = (kept: Buffer<ArrayBuffer>, length: number, bytes: Buffer): typeof kept => {
  const needed = length + bytes.length;
  const room = needed <= kept.length ? kept : Buffer.alloc(Math.max(needed, kept.length * 2));
  if (room !== kept) kept.copy(room, 0, 0, length);
  bytes.copy(room, length);
  return room;
};

const textOf = (line: number, bytes: Buffer): TextLine => {
  if (!isUtf8(bytes)) return { line, text: bytes.toString('latin1'), fault: 'not_utf8' };
  const text = bytes.toString('utf8');
  const isMarked = line === 1 && text.startsWith(byteOrderMark);
  return { line, text: isMarked ? text.slice(byteOrderMark.length) : text };
};
