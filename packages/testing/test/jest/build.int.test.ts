import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPrograms } from '../../src/jest/build';

let rootDir: string;

/** Puts a program in the place of the real build tool. */
const turboThat = (script: string): void => {
  const folder = path.join(rootDir, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'turbo'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
};

beforeEach(() => {
  rootDir = mkdtempSync(path.join(tmpdir(), 'build-'));
});

afterEach(() => rmSync(rootDir, { recursive: true }));

describe('the build before end-to-end tests', () => {
  it('runs the build of the repository', () => {
    turboThat('echo "$@" > arguments');
    buildPrograms(rootDir);
    expect(readFileSync(path.join(rootDir, 'arguments'), 'utf8')).toBe('run build\n');
  });

  it('fails with the words of the tool', () => {
    turboThat('echo "syntax error in main.ts"; exit 1');
    expect(() => buildPrograms(rootDir)).toThrow('syntax error in main.ts');
  });
});
