import type { Canaries } from './canary';
import { index, lines, money, source } from './canary';

const eventsFile = 'services/tax/src/domain/invoice/events.ts';

const invoiceIssued = {
  [eventsFile]: "export interface A {\n  readonly type: 'InvoiceIssued';\n}",
};

// Made up at run time, so that this file holds no number that looks like a person's.
const elevenDigits = '1234567890'.padEnd(11, '1');

/** What the checks of the text in files must find. */
export const textCanaries = {
  'a line has at most 100 columns': {
    stopped: [{ files: { [source]: `\n${'a'.repeat(101)}` }, at: `${source}:2` }],
    passed: [
      {
        [source]: 'ა'.repeat(100),
        'docs/architecture.md': 'a'.repeat(300),
        'proto/tax.proto': `  rpc Get(${'A'.repeat(100)}) returns (B);`,
        'packages/contracts/src/generated/a.ts': 'a'.repeat(300),
      },
    ],
  },
  // Nothing here is left over: each line is planted, for the check to find.
  'nothing is left over': {
    stopped: [
      '// TODO: round',
      '// FIXME',
      '// eslint-disable-next-line no-var',
      '// @ts-expect-error because',
      '/* istanbul ignore next */',
      '  debugger;',
      "it.only('rounds', () => {});",
      "describe.skip('rounding', () => {});",
      '// ===== Commands =====',
      '>>>>>>> theirs',
      "const folder = '/home/someone/ledger';",
    ].map((line) => ({ files: { [source]: `\n${line}` }, at: `${source}:2` })),
    passed: [
      // A word for later that names its issue, and words that only look like what is refused.
      { [source]: "// TODO(#12): round\nconst title = 'Only one';\nconst path = '/api/v1/home/';" },
    ],
  },
  'a document has one title': {
    stopped: [
      { files: { 'docs/a.md': '## Part' }, at: 'docs/a.md' },
      { files: { 'docs/a.md': '# One\n# Two' }, at: 'docs/a.md' },
    ],
    passed: [{ 'docs/a.md': '# One\n```sh\n# a comment\n```' }],
  },
  'no link is dead': {
    stopped: [
      { files: { 'docs/a.md': '# A\nSee [b](b.md).' }, at: 'docs/a.md:2' },
      { files: { 'docs/a.md': '# A\nSee [b](#part-two).' }, at: 'docs/a.md:2' },
      { files: { 'docs/a.md': '# A\nSee [b](../tools/tidy).' }, at: 'docs/a.md:2' },
    ],
    passed: [
      {
        'docs/a.md': '# A\n## `Part` two\n[b](b.md#title) [c](#part-two) [d](../tools/tidy/)',
        'docs/b.md': '# Title\n[e](https://example.com/none)\n```\n[f](none.md)\n```',
        'tools/tidy/checks.ts': '',
      },
    ],
  },
  'nothing is written twice': {
    stopped: [
      {
        files: { [source]: lines(15), 'services/payroll/src/domain/rate.ts': lines(15) },
        at: 'services/payroll/src/domain/rate.ts:1',
      },
      {
        files: { [money]: lines(20), 'packages/kernel/src/rate.ts': `// Why\n\n${lines(15)}` },
        at: 'packages/kernel/src/rate.ts:3',
      },
      {
        files: { [money]: lines(15), 'kong/src/rate.ts': lines(15) },
        at: 'kong/src/rate.ts:1',
      },
      {
        files: {
          'services/tax/migrations/0001_rates.sql': lines(15),
          'services/payroll/migrations/0001_rates.sql': lines(15),
        },
        at: 'services/payroll/migrations/0001_rates.sql:1',
      },
    ],
    passed: [
      {
        'services/tax/migrations/0001_rates.sql': lines(20),
        'services/tax/migrations/0002_faster_rates.sql': lines(20),
      },
      { [source]: lines(14), 'services/payroll/src/domain/rate.ts': lines(14) },
      { 'services/tax/test/a.ts': lines(20), 'services/tax/test/b.ts': lines(20) },
    ],
  },
  'no personal data is in the repository': {
    stopped: [
      `const tin = '${elevenDigits}';`,
      `const account = 'GE29NB${'0'.repeat(10)}123456';`,
      `const phone = '${['+995', '555', '12', '34', '56'].join(' ')}';`,
    ].map((line) => ({ files: { [source]: line }, at: `${source}:1` })),
    passed: [
      { [source]: `// Synthetic.\nconst tin = '${elevenDigits}';` },
      { [source]: `const limit = 1${'0'.repeat(10)};\nconst id = 'a-${elevenDigits}-b';` },
    ],
  },
  'no package registry is named': {
    stopped: [
      'https://registry.npmjs.org/pg',
      'resolution: https://npm-registry.example/pg/-/pg.tgz',
      'registry=https://packages.example/',
    ].map((line) => ({ files: { 'pnpm-lock.yaml': line }, at: 'pnpm-lock.yaml:1' })),
    passed: [{ 'pnpm-lock.yaml': 'resolution: {integrity: sha512-a}' }],
  },
  'every type of event has a stored sample': {
    stopped: [
      { files: invoiceIssued, at: eventsFile },
      {
        files: { ...invoiceIssued, 'services/payroll/test/samples/a.json': '"InvoiceIssued"' },
        at: eventsFile,
      },
    ],
    passed: [
      { ...invoiceIssued, 'services/tax/test/samples/a.json': '{ "type": "InvoiceIssued" }' },
    ],
  },
  'every export of a package has a doc comment': {
    stopped: [
      {
        files: { [index]: "export { Money } from './money';", [money]: '\nexport class Money {}' },
        at: `${money}:2`,
      },
      {
        files: { [index]: "export * from './money';", [money]: '// Why.\nexport const zero = 0;' },
        at: `${money}:2`,
      },
      { files: { 'kong/src/index.ts': 'export const limit = 1;' }, at: 'kong/src/index.ts:1' },
    ],
    passed: [
      {
        [index]: "export { Money } from './money';",
        [money]:
          'export type Money = A;\n/** Exact. */\nexport const Money = 1;\nexport class B {}',
      },
    ],
  },
} satisfies Readonly<Record<string, Canaries>>;
