import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { HeldFile } from '../../src/application/import-ports';
import { createFileHolder } from '../../src/infrastructure/held-file';

const kilobyte = 1024;
const folder = mkdtempSync(join(tmpdir(), 'held-file-'));
const warnings: string[] = [];
const logger = { warn: (_facts: unknown, sentence: string) => warnings.push(sentence) };
const holdFile = createFileHolder({ folder, logger });

afterAll(() => rmSync(folder, { recursive: true }));

/** Pieces of all sizes whose bytes tell their place. */
const piecesOf = (length: number): readonly Buffer[] => {
  const whole = Buffer.from(Array.from({ length }, (_, place) => place % 251));
  const pieces: Buffer[] = [];
  for (let place = 0, size = 1; place < length; place += size, size = ((size * 7) % 90_001) + 1) {
    pieces.push(whole.subarray(place, place + size));
  }
  return pieces;
};

const contentOf = async (bytes: AsyncIterable<Buffer>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

const readOne = async (file: HeldFile): Promise<AsyncIterable<Buffer>> => {
  const bytes = file.read()[Symbol.asyncIterator]();
  const first = await bytes.next();
  return (async function* () {
    if (first.done !== true) yield first.value;
    for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) {
      yield next.value;
    }
  })();
};

const longMs = 60_000;

describe('a file that fits', () => {
  const pieces = piecesOf(300 * kilobyte);
  const whole = Buffer.concat(pieces);

  it('is held and can be read as often as one likes', async () => {
    const file = holdFile(Readable.from(pieces), whole.length);
    expect(await file.holdsAll(longMs)).toBe(true);
    expect((await contentOf(file.read())).equals(whole)).toBe(true);
    expect((await contentOf(file.read())).equals(whole)).toBe(true);
  });

  it('may have been begun to read before, and can be read on', async () => {
    const file = holdFile(Readable.from(pieces), whole.length);
    const begun = await readOne(file);
    expect(await file.holdsAll(longMs)).toBe(true);
    expect((await contentOf(begun)).equals(whole)).toBe(true);
    expect((await contentOf(file.read())).equals(whole)).toBe(true);
  });

  it('may be empty', async () => {
    const file = holdFile(Readable.from([]), 0);
    expect(await file.holdsAll(longMs)).toBe(true);
    expect(await contentOf(file.read())).toHaveLength(0);
  });
});

describe('a file that is longer', () => {
  const pieces = piecesOf(500 * kilobyte);
  const whole = Buffer.concat(pieces);

  it.each([0, 1, 64 * kilobyte, 64 * kilobyte + 1, whole.length - 1])(
    'than %i bytes is not held, and is read once',
    async (bytesMax) => {
      const file = holdFile(Readable.from(pieces), bytesMax);
      const begun = await readOne(file);
      expect(await file.holdsAll(longMs)).toBe(false);
      expect((await contentOf(begun)).equals(whole)).toBe(true);
    },
  );

  it('is not waited for, and no more of it is read than can be held', async () => {
    let sent = 0;
    async function* endless() {
      for (;;) {
        sent += kilobyte;
        yield Buffer.alloc(kilobyte);
      }
    }
    const file = holdFile(Readable.from(endless()), 100 * kilobyte);
    expect(await file.holdsAll(longMs)).toBe(false);
    expect(sent).toBeLessThan(200 * kilobyte);
    await file.close();
  });
});

describe('a folder', () => {
  it('in which nothing can be written holds nothing, and the file is read once', async () => {
    const pieces = piecesOf(100 * kilobyte);
    const hold = createFileHolder({ folder: '/no/such/folder', logger });
    const file = hold(Readable.from(pieces), kilobyte * kilobyte);
    const begun = await readOne(file);
    expect(await file.holdsAll(longMs)).toBe(false);
    expect((await contentOf(begun)).equals(Buffer.concat(pieces))).toBe(true);
    expect(warnings).toEqual(['no file can be held in /no/such/folder']);
    await file.close();
  });

  it('shows nobody what is held in it', async () => {
    const file = holdFile(Readable.from(piecesOf(kilobyte)), kilobyte);
    expect(await file.holdsAll(longMs)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    await file.close();
  });
});

describe('a file that comes slowly', () => {
  it('is not waited for longer than was said, and nothing of it is lost', async () => {
    const late = new AbortController();
    async function* slowly() {
      yield Buffer.from('one ');
      await delay(longMs, undefined, { signal: late.signal }).catch(() => undefined);
      yield Buffer.from('two ');
      yield Buffer.from('three');
    }
    const file = holdFile(Readable.from(slowly()), kilobyte);
    const begun = await readOne(file);
    expect(await file.holdsAll(20)).toBe(false);
    late.abort();
    expect((await contentOf(begun)).toString()).toBe('one two three');
  });

  it('fails for whoever reads it when its sender goes away', async () => {
    const leaving = new AbortController();
    async function* broken() {
      yield Buffer.from('one ');
      await delay(longMs, undefined, { signal: leaving.signal }).catch(() => undefined);
      throw new Error('gone');
    }
    const file = holdFile(Readable.from(broken()), kilobyte);
    const begun = await readOne(file);
    expect(await file.holdsAll(10)).toBe(false);
    leaving.abort();
    // Nobody reads while it goes away.
    await delay(20);
    await expect(contentOf(begun)).rejects.toThrow('gone');
  });

  it('fails for whoever waits for it when its sender goes away', async () => {
    async function* broken() {
      yield Buffer.from('one ');
      throw new Error('gone');
    }
    const file = holdFile(Readable.from(broken()), kilobyte);
    await expect(file.holdsAll(longMs)).rejects.toThrow('gone');
  });
});

describe('closing a file', () => {
  it('ends a stream that has not ended', async () => {
    const stream = new Readable({ read: () => undefined });
    const file = holdFile(stream, kilobyte);
    expect(await file.holdsAll(10)).toBe(false);
    await file.close();
    expect(stream.destroyed).toBe(true);
  });
});
