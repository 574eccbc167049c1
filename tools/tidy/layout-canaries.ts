import type { Canaries } from './canary';
import { index, lines, money, source } from './canary';

const serviceFiles = (...omitted: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    [
      ...['README.md', 'package.json', 'src/main.ts', 'src/service.ts', 'src/config.ts'],
      ...['src/application/post-invoice.ts', 'test/fixtures.ts'],
      ...['commands', 'decide', 'errors', 'events', 'state'].map(
        (name) => `src/domain/invoice/${name}.ts`,
      ),
    ]
      .filter((path) => !omitted.includes(path))
      .map((path) => [`services/tax/${path}`, '']),
  );

const manifest = (changes: object): Record<string, string> => ({
  'packages/kernel/package.json': JSON.stringify({
    name: '@accounting/kernel',
    private: true,
    description: 'Money',
    scripts: {
      build: 'swc src --out-dir dist --strip-leading-paths --config-file ../../.swcrc --quiet',
    },
    ...changes,
  }),
});

const gatewayManifest = (build: string): Record<string, string> => ({
  'kong/package.json': JSON.stringify({
    name: '@accounting/kong',
    private: true,
    description: 'The gateway',
    scripts: { build },
  }),
});

const packageFiles = { 'packages/kernel/src/index.ts': '', 'packages/kernel/test/money.ts': '' };

const withMethods = (count: number): string =>
  `export interface Rates {\n${'  find(day: string): string;\n'.repeat(count)}}\n`;

const folderOf = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`services/tax/src/domain/vat/f${index}.ts`, '']),
  );

const migrations = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`services/tax/migrations/${name}`, '-- Why.']));

const eventsFile = 'services/tax/src/domain/invoice/events.ts';

/** What the checks of files, folders and their names must find. */
export const layoutCanaries = {
  'every service has the same rooms': {
    stopped: [
      { files: serviceFiles('README.md'), at: 'services/tax/README.md' },
      { files: serviceFiles('src/service.ts'), at: 'services/tax/src/service.ts' },
      {
        files: serviceFiles('src/domain/invoice/errors.ts'),
        at: 'services/tax/src/domain/invoice/errors.ts',
      },
      ...['src/helpers/', 'lib/', 'src/api/rest/', 'src/messaging/kafka.ts', 'src/rates.ts'].map(
        (room) => ({
          files: {
            ...serviceFiles(),
            [`services/tax/${room.endsWith('/') ? `${room}a.ts` : room}`]: '',
          },
          at: `services/tax/${room}`,
        }),
      ),
      {
        files: { ...serviceFiles(), 'services/tax/src/api/http/rates.ts': '' },
        at: 'services/tax/src/api/http/rates.ts',
      },
    ],
    passed: [
      {
        ...serviceFiles('src/config.ts'),
        'services/tax/src/api/http/rates.routes.ts': '',
        'services/tax/src/domain/calendar/holidays.ts': '',
      },
    ],
  },
  'every package has its sources behind an index, and tests': {
    stopped: [
      { files: { ...manifest({}), [index]: '' }, at: 'packages/kernel/test/' },
      {
        files: { ...manifest({}), 'packages/kernel/test/money.ts': '' },
        at: 'packages/kernel/src/index.ts',
      },
      {
        files: { ...manifest({}), ...packageFiles, 'packages/kernel/lib/a.ts': '' },
        at: 'packages/kernel/lib',
      },
      { files: { ...gatewayManifest(''), 'kong/src/index.ts': '' }, at: 'kong/test/' },
    ],
    passed: [
      { ...manifest({}), ...packageFiles },
      {
        ...gatewayManifest(''),
        'kong/src/index.ts': '',
        'kong/test/routes.ts': '',
        'kong/kong.yml': '',
      },
    ],
  },
  'every manifest has one form': {
    stopped: [
      ...[
        { name: '@accounting/core' },
        { private: false },
        { description: '' },
        { scripts: { build: 'tsc' } },
        { dependencies: { pg: '^8.0.0' } },
      ].map((changes) => ({ files: manifest(changes), at: 'packages/kernel/package.json' })),
      {
        // Right for a package, which lies a level deeper.
        files: gatewayManifest(
          'swc src --out-dir dist --strip-leading-paths --config-file ../../.swcrc --quiet',
        ),
        at: 'kong/package.json',
      },
    ],
    passed: [
      manifest({ dependencies: { pg: 'catalog:', '@accounting/b': 'workspace:*' } }),
      gatewayManifest(
        'swc src --out-dir dist --strip-leading-paths --config-file ../.swcrc --quiet',
      ),
    ],
  },
  'a workspace package is named in the manifest of who imports it': {
    stopped: [
      {
        files: { ...manifest({}), [money]: "import { a } from '@accounting/contracts';" },
        at: money,
      },
      {
        files: {
          ...manifest({ devDependencies: { '@accounting/testing': 'workspace:*' } }),
          [money]: "import { a } from '@accounting/testing';",
        },
        at: money,
      },
      {
        files: {
          ...gatewayManifest(''),
          'kong/src/routes.ts': "import { a } from '@accounting/contracts';",
        },
        at: 'kong/src/routes.ts',
      },
    ],
    passed: [
      {
        ...manifest({ devDependencies: { '@accounting/testing': 'workspace:*' } }),
        'packages/kernel/test/money.unit.test.ts': "import { a } from '@accounting/testing';",
      },
    ],
  },
  'files are named by nouns in kebab-case': {
    stopped: [
      'services/tax/src/domain/VatRate.ts',
      'services/tax/src/domain/vat_rate.ts',
      'packages/kernel/src/utils.ts',
      'packages/kernel/src/common/money.ts',
      'packages/kernel/src/rate-helpers.ts',
      'services/tax/src/infrastructure/connection-manager.ts',
      'services/tax/migrations/0001-rates.sql',
    ].map((path) => ({ files: { [path]: '' }, at: path })),
    passed: [
      {
        'services/tax/src/api/http/vat-rates.routes.ts': '',
        'services/tax/migrations/0001_vat_rates.sql': '',
        'services/tax/README.md': '',
      },
    ],
  },
  'a composition root is short': {
    stopped: [
      { files: { 'services/tax/src/main.ts': lines(16) }, at: 'services/tax/src/main.ts' },
      { files: { 'services/tax/src/service.ts': lines(151) }, at: 'services/tax/src/service.ts' },
    ],
    passed: [{ 'services/tax/src/main.ts': lines(15), 'services/tax/src/service.ts': lines(150) }],
  },
  'a port has at most ten methods': {
    stopped: [
      {
        files: { 'services/tax/src/application/ports.ts': withMethods(11) },
        at: 'services/tax/src/application/ports.ts',
      },
    ],
    passed: [{ 'services/tax/src/application/ports.ts': withMethods(10) }],
  },
  'an aggregate is a handful of files': {
    stopped: [{ files: folderOf(11), at: 'services/tax/src/domain/vat' }],
    passed: [folderOf(10)],
  },
  'tests mirror sources': {
    stopped: [
      'services/tax/test/domain/vat.unit.test.ts',
      'services/tax/src/domain/rate.unit.test.ts',
      'packages/kernel/test/forgotten.unit.test.ts',
      'kong/test/forgotten.unit.test.ts',
      'services/tax/test/domain/rate.test.ts',
    ].map((path) => ({ files: { [source]: '', [path]: '' }, at: path })),
    passed: [
      {
        [source]: '',
        [eventsFile]: '',
        'services/tax/test/domain/rate.unit.test.ts': '',
        'services/tax/test/domain/rate.halves.unit.test.ts': '',
        'services/tax/test/domain/invoice.unit.test.ts': '',
        'services/tax/test/faults.e2e.test.ts': '',
        'services/tax/test/tenancy.int.test.ts': '',
        'services/tax/src/infrastructure/rates.postgres.ts': '',
        'services/tax/test/infrastructure/rates.int.test.ts': '',
        'kong/src/render/routes.ts': '',
        'kong/test/render/routes.unit.test.ts': '',
      },
    ],
  },
  'migrations are numbered without a gap': {
    stopped: [
      {
        files: migrations('0001_rates.sql', '0003_returns.sql'),
        at: 'services/tax/migrations/0003_returns.sql',
      },
      {
        files: migrations('0001_rates.sql', '0001_returns.sql'),
        at: 'services/tax/migrations/0001_returns.sql',
      },
      { files: migrations('rates.sql'), at: 'services/tax/migrations/rates.sql' },
      { files: migrations('0001_update.sql'), at: 'services/tax/migrations/0001_update.sql' },
    ],
    passed: [migrations('0001_rates.sql', '0002_returns.sql')],
  },
  'a migration states its intent': {
    stopped: [
      {
        files: { 'services/tax/migrations/0001_rates.sql': 'CREATE TABLE rates ();' },
        at: 'services/tax/migrations/0001_rates.sql:1',
      },
    ],
    passed: [migrations('0001_rates.sql')],
  },
} satisfies Readonly<Record<string, Canaries>>;
