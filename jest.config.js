const { coverage } = require('./tools/coverage-gates/gates.cjs');
const { missingServers } = require('./tools/servers/availability.cjs');

/**
 * One configuration for the whole repository. Tests resolve workspace packages to their sources, so
 * that no build is needed, and name their level: `.unit.test.ts` has no I/O, `.int.test.ts` one
 * real dependency, `.e2e.test.ts` starts the service. Tests that need Kafka or Redis say so before
 * the level (`.kafka.int.test.ts`) and are left out where it cannot be started: `npm test` says so.
 */
/** @type {import('jest').Config} */
module.exports = {
  rootDir: __dirname,
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/kong', '<rootDir>/tools'],
  testMatch: ['**/*.{unit,int,e2e}.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...missingServers().map(({ suffix }) => `\\.${suffix}\\.(int|e2e)\\.test\\.ts$`),
  ],
  testEnvironment: 'node',
  globalSetup: '<rootDir>/packages/testing/src/jest/global-setup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/jest/global-teardown.ts',
  transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  moduleNameMapper: {
    '^@accounting/(accounting-core)$': '<rootDir>/services/$1/src/service.ts',
    '^@accounting/kong$': '<rootDir>/kong/src/index.ts',
    '^@accounting/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  modulePathIgnorePatterns: ['/dist/'],
  testTimeout: 30000,
  ...coverage(__dirname),
  coverageDirectory: '<rootDir>/coverage',
  coverageReporters: ['lcovonly', 'json-summary', ['text', { skipFull: true }]],
};
