import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** A file that arrives as a stream, of which a beginning is kept in memory. */
export interface HeldFile {
  /**
   * Its bytes from the first on. While all that came of it is held, it may be called again when
   * whoever read before has stopped.
   */
  read(): AsyncIterable<Buffer>;
  /**
   * Waits so long for the rest of the file; true when all of it is held. Otherwise what is held is
   * forgotten as it is read, and what comes is not held any more.
   */
  holdsAll(waitMs: number): Promise<boolean>;
  /** Ends the stream if it has not ended, and forgets what is held. */
  close(): void;
}

/** Bytes are copied together: a piece of the network may be one byte, and its object a hundred. */
const blockBytes = 64 * 1024;
const nothing = Buffer.alloc(0);

/** Holds a file of so many bytes at most. */
export const holdFile = (stream: Readable, bytesMax: number): HeldFile => {
  const pieces = createPieces(stream);
  const blocks: Buffer[] = [];
  let bytesHeld = 0;
  let isHolding = true;

  const hold = (piece: Buffer): void => {
    for (let rest = piece; rest.length > 0;) {
      const place = bytesHeld % blockBytes;
      const block = place === 0 ? Buffer.allocUnsafe(blockBytes) : (blocks.pop() ?? nothing);
      const copied = rest.copy(block, place);
      blocks.push(block);
      bytesHeld += copied;
      rest = rest.subarray(copied);
    }
    isHolding = bytesHeld <= bytesMax;
  };

  async function* read(): AsyncGenerator<Buffer> {
    for (let place = 0; ;) {
      while (place < bytesHeld) {
        const index = Math.floor(place / blockBytes);
        const begin = index * blockBytes;
        const end = Math.min(begin + blockBytes, bytesHeld);
        const bytes = blocks[index]?.subarray(place - begin, end - begin) ?? nothing;
        place = end;
        yield bytes;
        if (!isHolding) blocks.fill(nothing, 0, Math.floor(place / blockBytes));
      }
      if (pieces.haveEnded()) return;
      const piece = await pieces.next();
      if (isHolding) hold(piece);
      else yield piece;
    }
  }

  return {
    read,
    holdsAll: async (waitMs) => {
      const waiting = new AbortController();
      const late = delay(waitMs, 'late', { signal: waiting.signal });
      late.catch(() => undefined);
      try {
        while (isHolding && !pieces.haveEnded()) {
          if ((await Promise.race([pieces.arrival(), late])) === 'late') isHolding = false;
          else hold(await pieces.next());
        }
        return isHolding;
      } finally {
        waiting.abort();
      }
    },
    close: () => {
      blocks.length = 0;
      stream.destroy();
    },
  };
};

/** The pieces of a stream one by one; who waited for one in vain has not taken it. */
const createPieces = (stream: Readable) => {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let coming: Promise<IteratorResult<Buffer, undefined>> | undefined;
  let haveEnded = false;

  const arrival = (): Promise<unknown> => {
    coming ??= iterator.next();
    // Met by whoever takes the piece; until then a failure must not count as unhandled.
    coming.catch(() => undefined);
    return coming;
  };

  return {
    arrival,
    haveEnded: (): boolean => haveEnded,
    /** Empty at the end. */
    next: async (): Promise<Buffer> => {
      coming ??= iterator.next();
      const { done, value } = await coming;
      coming = undefined;
      haveEnded = done === true;
      return value ?? nothing;
    },
  };
};
