import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { coverage } from './coverage-gates/gates.cjs';
import { cleanTree, library } from './dependency-rules/clean-tree';
import { checks } from './tidy/checks';
import { repositoryOf } from './tidy/repository';

const repositoryFolder = join(__dirname, '..');
const inRepository = (...parts: readonly string[]): string => join(repositoryFolder, ...parts);

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

const node = (programArguments: readonly string[], cwd: string, input = ''): Outcome => {
  const { status, stdout, stderr } = spawnSync(process.execPath, programArguments, {
    cwd,
    input,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

const generator = inRepository('tools/new-service/generate.mjs');

/** The generator is an ECMAScript module, which jest cannot load; so it runs beside. */
const generate = (folder: string, service: string, aggregate: string): Outcome =>
  node(
    [
      '--input-type=module',
      '--eval',
      `import { generateService } from ${JSON.stringify(generator)};
       await generateService(...${JSON.stringify([folder, service, aggregate])});`,
    ],
    folder,
  );

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** A folder with one new service, whose dependencies are those of the service that exists. */
const newService = (service: string, aggregate: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'new-service-'));
  const { status, output } = generate(folder, service, aggregate);
  if (status !== 0) throw new Error(output);
  symlinkSync(inRepository('node_modules'), join(folder, 'node_modules'));
  symlinkSync(
    inRepository('services/accounting-core/node_modules'),
    join(folder, 'services', service, 'node_modules'),
  );
  return folder;
};

const typeCheck = (folder: string): Outcome => {
  const configuration = {
    extends: inRepository('tsconfig.json'),
    compilerOptions: { paths: { '@accounting/*': [inRepository('packages/*/src/index.ts')] } },
    include: ['services/*/src', 'services/*/test'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  return node([require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.json'], folder);
};

const runTests = (folder: string): Outcome => {
  const configuration = {
    rootDir: folder,
    testMatch: ['**/*.test.ts'],
    transform: {
      '^.+\\.(t|j|mj)s$': [require.resolve('@swc/jest'), { module: { type: 'commonjs' } }],
    },
    transformIgnorePatterns: ['/node_modules/(?!\\.pnpm/|(node-pg-migrate)/)'],
    moduleNameMapper: { '^@accounting/([a-z-]+)$': inRepository('packages/$1/src/index.ts') },
    ...coverage(folder),
    coverageReporters: ['text'],
  };
  const jest = require.resolve('jest/bin/jest');
  return node(
    [jest, '--coverage', '--runInBand', '--config', JSON.stringify(configuration)],
    folder,
  );
};

const lint = (folder: string, files: readonly string[]): readonly string[] => {
  const planted = files.map((file) => ({
    path: relative(folder, file),
    code: readFileSync(file, 'utf8'),
  }));
  const program = inRepository('tools/lint-rules/lint-planted.mjs');
  const { output } = node([program], folder, JSON.stringify(planted));
  return (JSON.parse(output) as string[][]).flat();
};

const textsOf = (folder: string, files: readonly string[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [relative(folder, file), readFileSync(file, 'utf8')]));

const violatedDirections = (files: Readonly<Record<string, string>>): unknown => {
  const program = inRepository('tools/dependency-rules/cruise-planted.mjs');
  const { status, output } = node([program], repositoryFolder, JSON.stringify([{ files }]));
  return status === 0 ? JSON.parse(output) : output;
};

describe.each([
  { service: 'tax', aggregate: 'tax-document' },
  { service: 'fixed-asset-register', aggregate: 'depreciation-schedule' },
])('a new service $service with $aggregate', ({ service, aggregate }) => {
  let folder: string;
  let files: readonly string[];

  beforeAll(() => {
    folder = newService(service, aggregate);
    files = filesBelow(join(folder, 'services'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('passes every check of the repository', () => {
    const repository = repositoryOf(textsOf(folder, files));
    const findings = Object.values(checks).flatMap((check) => check(repository));
    expect(findings).toEqual([]);
  });

  it('passes the linter', () => {
    expect(
      lint(
        folder,
        files.filter((file) => file.endsWith('.ts')),
      ),
    ).toEqual([]);
  });

  it('is formatted', () => {
    const { output } = node(
      [
        require.resolve('prettier/bin/prettier.cjs'),
        ...['--config', inRepository('.prettierrc.json')],
        ...['--list-different', ...files.filter((file) => !file.endsWith('.sql'))],
      ],
      folder,
    );
    expect(output).toBe('');
  });
});

describe('a new service', () => {
  let folder: string;

  beforeAll(() => {
    folder = newService('tax', 'tax-document');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('points inward', () => {
    const own = textsOf(folder, filesBelow(join(folder, 'services')));
    const tree = { ...cleanTree.files, ...library('services/tax', 'zod'), ...own };
    expect(violatedDirections(tree)).toEqual([[]]);
  });

  it('compiles', () => {
    expect(typeCheck(folder)).toEqual({ status: 0, output: '' });
  }, 120_000);

  it('passes its own tests with the coverage that every service needs', () => {
    const { status, output } = runTests(folder);
    expect(output).toContain('Test Suites: 2 passed, 2 total');
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  }, 120_000);

  it('is not made a second time', () => {
    const { status, output } = generate(folder, 'tax', 'tax-document');
    expect(status).not.toBe(0);
    expect(output).toContain('There is a service named tax already.');
  });

  it.each(['Tax', 'tax_document', '../tax', ''])('is not named "%s"', (name) => {
    const { status, output } = generate(tmpdir(), name, 'example');
    expect(status).not.toBe(0);
    expect(output).toContain('is not in kebab-case');
  });
});
