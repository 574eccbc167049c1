import { reject } from '@accounting/kernel';
import type { ImportBatch } from '../import-ports';
import { errors } from './errors';
import type { ImportChunk } from './import-chunks';

/**
 * Recognises the part of a file that was dealt with before it was sent again: passes on the chunks
 * after it and refuses a file that begins otherwise or ends too soon.
 */
export async function* afterKnownChunks(
  chunks: AsyncIterable<ImportChunk>,
  { lastLine, contentHash }: Pick<ImportBatch, 'lastLine' | 'contentHash'>,
): AsyncGenerator<ImportChunk> {
  let isKnownPart = lastLine > 0;
  for await (const chunk of chunks) {
    if (!isKnownPart) {
      yield chunk;
      continue;
    }
    if (chunk.lastLine < lastLine) continue;
    if (chunk.lastLine > lastLine || chunk.contentHash !== contentHash) {
      throw reject(errors.contentChanged);
    }
    isKnownPart = false;
  }
  if (isKnownPart) throw reject(errors.contentChanged);
}

/** Reads a file to its end and refuses it unless it is the one the finished batch was made of. */
export const requireSameFile = async (
  chunks: AsyncIterable<ImportChunk>,
  { contentHash }: Pick<ImportBatch, 'contentHash'>,
): Promise<void> => {
  let found = '';
  for await (const chunk of chunks) found = chunk.contentHash;
  if (found !== contentHash) throw reject(errors.contentChanged);
};
