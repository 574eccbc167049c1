import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The part of jest's global configuration that says which test files were asked for. */
export interface JestSelection {
  readonly rootDir: string;
  readonly testPathPatterns: {
    toExecutor(options: { rootDir: string }): { isMatch(file: string): boolean };
  };
}

/** The part that says which files are tests at all. */
export interface JestProject {
  readonly roots: readonly string[];
  readonly testPathIgnorePatterns: readonly string[];
}

export type TestLevel = 'unit' | 'int' | 'e2e';

/** A server besides PostgreSQL that a test file names: `.kafka.int.test.ts`. */
export type TestServer = 'kafka' | 'redis';

/** What a run needs. */
export interface TestNeeds {
  readonly levels: ReadonlySet<TestLevel>;
  readonly servers: ReadonlySet<TestServer>;
}

const namePattern = /(?:\.(kafka|redis))?\.(unit|int|e2e)\.test\.ts$/;
const skipped = new Set(['node_modules', 'dist', 'generated']);

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const entryPath = path.join(folder, entry.name);
    if (entry.isFile()) return [entryPath];
    return entry.isDirectory() && !skipped.has(entry.name) ? filesBelow(entryPath) : [];
  });

/** What the tests that a run selects need: a run of unit tests needs nothing started. */
export const needsOf = (
  selection: JestSelection,
  { roots, testPathIgnorePatterns }: JestProject,
): TestNeeds => {
  const patterns = selection.testPathPatterns.toExecutor({ rootDir: selection.rootDir });
  const ignored = testPathIgnorePatterns.map((pattern) => new RegExp(pattern));
  const names = roots
    .flatMap(filesBelow)
    .filter((file) => patterns.isMatch(file) && !ignored.some((pattern) => pattern.test(file)))
    .map((file) => namePattern.exec(file))
    .filter((match) => match !== null);
  return {
    levels: new Set(names.map((match) => match[2] as TestLevel)),
    servers: new Set(
      names.flatMap((match) => (match[1] === undefined ? [] : [match[1] as TestServer])),
    ),
  };
};
