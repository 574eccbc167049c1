import { invariant } from '@accounting/kernel';
import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { HoldFile } from '../application/import-ports';

const readBytes = 64 * 1024;
const nothing = Buffer.alloc(0);

interface FileHolderOptions {
  /** The system's for temporary files unless said otherwise. */
  readonly folder?: string;
  readonly logger: { warn(facts: { readonly err: unknown }, sentence: string): void };
}

/**
 * Holds files on disk, so that memory stays flat. Where nothing can be written, for want of space
 * or of permission, nothing is held.
 */
export const createFileHolder =
  ({ folder = tmpdir(), logger }: FileHolderOptions): HoldFile =>
  (stream, bytesMax) => {
    const pieces = createPieces(stream);
    const kept = createTemporaryFile(folder);
    let bytesHeld = 0;
    let isHolding = true;
    /** What came after it is not held, and was not read yet. */
    let rest: Buffer = nothing;

    const hold = async (piece: Buffer): Promise<void> => {
      isHolding = bytesHeld + piece.length <= bytesMax;
      try {
        if (isHolding) await kept.write(piece, bytesHeld);
      } catch (error) {
        logger.warn({ err: error }, `no file can be held in ${folder}`);
        isHolding = false;
      }
      if (isHolding) bytesHeld += piece.length;
      else rest = piece;
    };

    async function* read(): AsyncGenerator<Buffer> {
      for (let place = 0; ;) {
        while (place < bytesHeld) {
          const some = await kept.read(place, Math.min(readBytes, bytesHeld - place));
          place += some.length;
          yield some;
        }
        if (rest.length > 0) {
          const first = rest;
          rest = nothing;
          yield first;
        }
        if (pieces.haveEnded()) return;
        const piece = await pieces.next();
        if (isHolding) await hold(piece);
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
            else await hold(await pieces.next());
          }
          return isHolding;
        } finally {
          waiting.abort();
        }
      },
      close: async () => {
        stream.destroy();
        await kept.close();
      },
    };
  };

/** A file without a name, which is gone when it is closed, or its process ends in any way. */
const createTemporaryFile = (folder: string) => {
  let opening: Promise<FileHandle> | undefined;

  const openUnnamed = async (): Promise<FileHandle> => {
    const path = join(folder, `accounting-import-${randomUUID()}`);
    const handle = await open(path, 'wx+', 0o600);
    await unlink(path);
    return handle;
  };

  const opened = (): Promise<FileHandle> => (opening ??= openUnnamed());

  return {
    write: async (bytes: Buffer, place: number): Promise<void> => {
      const handle = await opened();
      for (let written = 0; written < bytes.length;) {
        const length = bytes.length - written;
        written += (await handle.write(bytes, written, length, place + written)).bytesWritten;
      }
    },
    read: async (place: number, length: number): Promise<Buffer> => {
      const handle = await opened();
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, place);
      invariant(bytesRead > 0, 'what was written is there');
      return buffer.subarray(0, bytesRead);
    },
    close: async (): Promise<void> => {
      // One that could not be opened needs not be closed.
      const handle = await opening?.catch(() => undefined);
      await handle?.close();
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
