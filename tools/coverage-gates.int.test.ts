import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { coverage } from './coverage-gates/gates.cjs';

const functions = (count: number): string =>
  Array.from({ length: count }, (_, index) => `export const f${index} = (): number => ${index};`)
    .concat('')
    .join('\n');
/** Calls the first functions of a file, so that the rest of its lines stay uncovered. */
const calls = (source: string, count: number): string =>
  `import * as subject from '${source}';
it('calls', () => {
  expect(Object.values(subject).slice(0, ${count}).map((call) => call())).toHaveLength(${count});
});
`;

const files: Readonly<Record<string, string>> = {
  'packages/tested/src/index.ts': "export * from './whole';\n",
  'packages/tested/src/whole.ts': functions(10),
  'packages/tested/src/generated/untested.ts': functions(50),
  'packages/tested/test/whole.unit.test.ts': calls('../src/whole', 10),
  'packages/forgotten/src/never-loaded.ts': functions(10),
  'kong/src/never-loaded.ts': functions(10),
  'kong/src/render/main.ts': functions(10),
  'services/careful/src/domain/rates.ts': functions(20),
  'services/careful/src/main.ts': functions(50),
  'services/careful/test/rates.unit.test.ts': calls('../src/domain/rates', 20),
  'services/hasty/src/domain/rates.ts': functions(20),
  'services/hasty/test/rates.unit.test.ts': calls('../src/domain/rates', 19),
};

describe('the coverage gates', () => {
  let folder: string;
  let output: string;
  let status: number | null;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'coverage-gates-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const configuration = {
      rootDir: folder,
      testMatch: ['**/*.unit.test.ts'],
      transform: { '\\.ts$': [require.resolve('@swc/jest'), { module: { type: 'commonjs' } }] },
      ...coverage(folder),
      coverageReporters: ['none'],
    };
    const jest = require.resolve('jest/bin/jest');
    const result = spawnSync(
      process.execPath,
      [jest, '--coverage', '--runInBand', '--config', JSON.stringify(configuration)],
      { cwd: folder, encoding: 'utf8' },
    );
    ({ status } = result);
    output = result.stdout + result.stderr;
  }, 60_000);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const missed = (path: string): boolean => output.includes(`"${join(folder, path)}/" threshold`);

  it('fail the run', () => {
    expect(output).toContain('3 passed, 3 total');
    expect(status).toBe(1);
  });

  it('stop a package that no test loads', () => {
    expect(missed('packages/forgotten/src')).toBe(true);
  });

  it('stop the gateway when no test loads it', () => {
    expect(missed('kong/src')).toBe(true);
  });

  it('stop a domain with one untested function, where the service as a whole has enough', () => {
    expect(missed('services/hasty/src/domain')).toBe(true);
    expect(missed('services/hasty/src')).toBe(false);
  });

  it('let pass what is tested, whatever is generated or only starts the service', () => {
    expect(missed('packages/tested/src')).toBe(false);
    expect(missed('services/careful/src')).toBe(false);
    expect(missed('services/careful/src/domain')).toBe(false);
  });

  it('are set for the workspaces of this repository', () => {
    const gated = Object.keys(coverage(join(__dirname, '..')).coverageThreshold).join('\n');
    for (const path of [
      'packages/kernel/src/',
      'services/accounting-core/src/domain/',
      'kong/src/',
    ]) {
      expect(gated).toContain(path);
    }
  });
});
