import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The part of jest's global configuration that says which test files were asked for. */
export interface JestSelection {
  readonly rootDir: string;
  readonly testPathPatterns: {
    toExecutor(options: { rootDir: string }): { isMatch(file: string): boolean };
  };
}

export type TestLevel = 'unit' | 'int' | 'e2e';

const levelPattern = /\.(unit|int|e2e)\.test\.ts$/;
const skipped = new Set(['node_modules', 'dist', 'generated']);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const entryPath = path.join(folder, entry.name);
    if (entry.isFile()) return [entryPath];
    return entry.isDirectory() && !skipped.has(entry.name) ? filesBelow(entryPath) : [];
  });

/** The levels of the tests that a run selects: a run of unit tests needs nothing started. */
export const selectedLevels = (
  selection: JestSelection,
  roots: readonly string[],
): ReadonlySet<TestLevel> => {
  const patterns = selection.testPathPatterns.toExecutor({ rootDir: selection.rootDir });
  return new Set(
    roots
      .flatMap(filesBelow)
      .filter((file) => patterns.isMatch(file))
      .map((file) => levelPattern.exec(file)?.[1] as TestLevel | undefined)
      .filter((level) => level !== undefined),
  );
};
