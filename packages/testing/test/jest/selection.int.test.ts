import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needsOf } from '../../src/jest/selection';

const rootDir = mkdtempSync(path.join(tmpdir(), 'jest-selection-'));
const selecting = (pattern: RegExp) => ({
  rootDir,
  testPathPatterns: { toExecutor: () => ({ isMatch: (file: string) => pattern.test(file) }) },
});

beforeAll(() => {
  mkdirSync(path.join(rootDir, 'ledger', 'node_modules'), { recursive: true });
  for (const file of [
    'money.unit.test.ts',
    'store.int.test.ts',
    'service.e2e.test.ts',
    'money.ts',
    'bus.kafka.int.test.ts',
    'tokens.redis.e2e.test.ts',
  ]) {
    writeFileSync(path.join(rootDir, 'ledger', file), '');
  }
  writeFileSync(path.join(rootDir, 'ledger', 'node_modules', 'other.int.test.ts'), '');
});

afterAll(() => rmSync(rootDir, { recursive: true }));

describe('what a jest run needs', () => {
  it.each([
    ['has the levels of the tests selected', /ledger/, ['e2e', 'int', 'unit']],
    ['leaves out what is not selected', /money/, ['unit']],
    ['leaves the tests of dependencies out of account', /other/, []],
  ])('%s', (_, pattern, expected) => {
    const project = { roots: [rootDir], testPathIgnorePatterns: [] };
    expect([...needsOf(selecting(pattern), project).levels].sort()).toEqual(expected);
  });

  it.each([
    ['names the servers that its files name', [], ['kafka', 'redis']],
    ['starts none for files that are left out', ['\\.kafka\\.'], ['redis']],
  ])('%s', (_, testPathIgnorePatterns, expected) => {
    const project = { roots: [rootDir], testPathIgnorePatterns };
    expect([...needsOf(selecting(/ledger/), project).servers].sort()).toEqual(expected);
  });
});
