import { fileURLToPath } from 'node:url';
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import typescript from 'typescript-eslint';
import { banConfiguration } from './tools/lint-rules/plugin.mjs';

const rootFolder = fileURLToPath(new URL('.', import.meta.url));
const scripts = ['**/*.{js,cjs,mjs}'];
const tests = ['**/test/**/*.ts', '**/*.test.ts', 'packages/testing/**/*.ts'];

/** Names that every Node program has, and the five that CommonJS adds. */
const nodeGlobals = Object.fromEntries(
  [
    ...Object.getOwnPropertyNames(globalThis),
    ...['require', 'module', 'exports', '__dirname', '__filename'],
  ].map((name) => [name, 'readonly']),
);

/** Past these a file or a function stops growing; what is usual is far below. */
const sizes = {
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', 70],
  'max-params': ['error', 4],
  'max-depth': ['error', 4],
  complexity: ['error', 10],
};

export default defineConfig(
  { ignores: ['**/node_modules/', '**/dist/', '**/generated/', '**/coverage/', '**/.turbo/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
  },
  eslint.configs.recommended,
  {
    rules: { ...sizes, eqeqeq: 'error', 'no-else-return': 'error', 'object-shorthand': 'error' },
  },
  {
    files: scripts,
    languageOptions: { globals: nodeGlobals },
  },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: {
      // One program for the whole repository: asking for one per package costs more than all rules.
      parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: rootFolder },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A number in a message is plain; only objects print as nonsense.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `while (true)` with a stated way out reads better than a flag.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // An express error handler is told from others by its number of parameters.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_' },
      ],
      // An in-memory twin is `async` because its port is, so that it fails the way the port says.
      '@typescript-eslint/require-await': 'off',
      // A row type is named once by the caller of a query; the driver cannot know it.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An interface has no implicit index signature, so it is no plain JSON; a type alias is.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Asks for `!`, which the strict set rightly refuses.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  {
    // Tables of data that happen to be built by a function; the file's limit holds.
    files: ['**/*.routes.ts', 'packages/service-host/src/configuration/*-settings.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: tests,
    rules: {
      'max-lines': ['error', 600],
      // A `describe` holds the whole specification of a thing.
      'max-lines-per-function': 'off',
      // jest's matchers take methods as they are.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  banConfiguration,
);
