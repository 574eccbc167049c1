const { existsSync, readdirSync } = require('node:fs');
const { join, sep } = require('node:path');

/**
 * Generated code is its generator's, an index only passes on, and main.ts and jest's own files run
 * outside the tests.
 */
const collected = [
  '<rootDir>/{packages,services}/*/src/**/*.ts',
  '<rootDir>/kong/src/**/*.ts',
  '!**/generated/**',
  '!**/*.d.ts',
  '!<rootDir>/{packages/*,kong}/src/index.ts',
  '!<rootDir>/services/*/src/main.ts',
  '!<rootDir>/kong/src/*/main.ts',
  '!**/global-{setup,teardown}.ts',
];

const perWorkspace = { lines: 90, branches: 85 };
const perDomain = { lines: 100, branches: 100, functions: 100, statements: 100 };

/**
 * The least coverage of each folder below `rootFolder`, as jest's thresholds. Every workspace
 * answers for itself, so that a well-tested one does not hide its neighbour, and a new one is gated
 * from its first file. A folder stands for all files below it; a glob would judge each file alone.
 */
const gates = (rootFolder) => {
  const workspaces = ['packages', 'services'].flatMap((kind) =>
    existsSync(join(rootFolder, kind))
      ? readdirSync(join(rootFolder, kind)).map((name) => join(rootFolder, kind, name, 'src'))
      : [],
  );
  const entries = [...workspaces, join(rootFolder, 'kong', 'src')]
    .filter((sources) => existsSync(sources))
    .flatMap((sources) => {
      const domain = join(sources, 'domain');
      return existsSync(domain)
        ? [
            [sources + sep, perWorkspace],
            [domain + sep, perDomain],
          ]
        : [[sources + sep, perWorkspace]];
    });
  return Object.fromEntries(entries);
};

/** jest's settings of coverage for the workspaces below `rootFolder`. */
const coverage = (rootFolder) => ({
  // Counts what was written: V8's own figures take comments for lines, and call the branches of a
  // function that never ran covered.
  coverageProvider: 'babel',
  collectCoverageFrom: collected,
  coverageThreshold: gates(rootFolder),
});

module.exports = { coverage };
