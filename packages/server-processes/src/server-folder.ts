import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './temporary-folder';

/** Where a server keeps its data. */
export interface ServerFolder {
  readonly path: string;
  /** Set when nobody wants the data afterwards. */
  readonly removeFolder?: string;
}

/** The folder given, which stays, made when missing; or one that goes away with the server. */
export const serverFolder = (given: string | undefined, prefix: string): ServerFolder => {
  if (given === undefined) {
    const { path: folder } = temporaryFolder(prefix);
    return { path: folder, removeFolder: folder };
  }
  const folder = path.resolve(given);
  mkdirSync(folder, { recursive: true });
  return { path: folder };
};
