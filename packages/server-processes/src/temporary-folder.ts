import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of our own that goes away. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Removes a folder with all that is in it, if it is there. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** Makes a folder that only we can enter. */
export const temporaryFolder = (prefix: string): TemporaryFolder => {
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  return {
    path: folder,
    remove: () => removeFolder(folder),
  };
};
