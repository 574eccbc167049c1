import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The part of jest's global configuration that says which test files were asked for. */
export interface JestSelection {
  readonly rootDir: string;
  readonly testPathPatterns: {
    toExecutor(options: { rootDir: string }): { isMatch(file: string): boolean };
  };
}

const databaseTest = /\.(int|e2e)\.test\.ts$/;
const skipped = new Set(['node_modules', 'dist', 'generated']);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const entryPath = path.join(folder, entry.name);
    if (entry.isFile()) return [entryPath];
    return entry.isDirectory() && !skipped.has(entry.name) ? filesBelow(entryPath) : [];
  });

/** Whether the selection holds a test with a real dependency; a run of unit tests needs no server. */
export const needsDatabase = (selection: JestSelection, roots: readonly string[]): boolean => {
  const patterns = selection.testPathPatterns.toExecutor({ rootDir: selection.rootDir });
  return roots
    .flatMap(filesBelow)
    .some((file) => databaseTest.test(file) && patterns.isMatch(file));
};
