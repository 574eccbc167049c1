import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { selectedLevels } from '../../src/jest/selection';

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
  ]) {
    writeFileSync(path.join(rootDir, 'ledger', file), '');
  }
  writeFileSync(path.join(rootDir, 'ledger', 'node_modules', 'other.int.test.ts'), '');
});

afterAll(() => rmSync(rootDir, { recursive: true }));

describe('the levels of a jest run', () => {
  it.each([
    ['are those of the tests selected', /ledger/, ['e2e', 'int', 'unit']],
    ['leave out what is not selected', /money/, ['unit']],
    ['leave the tests of dependencies out of account', /other/, []],
  ])('%s', (_, pattern, expected) => {
    expect([...selectedLevels(selecting(pattern), [rootDir])].sort()).toEqual(expected);
  });
});
