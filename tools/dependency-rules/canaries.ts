import { cleanTree, type Tree } from './clean-tree';

/** One import, or one file, that must not be, and the only rule that it breaks. */
export interface Canary {
  readonly rule: string;
  readonly from: string;
  /** Added to what the file imports in the clean tree. */
  readonly imports: string;
  /** A file that the import leads to and that imports nothing itself, so that no cycle arises. */
  readonly leadsTo?: string;
  /** Imports a type, which leaves no trace in the compiled code and counts all the same. */
  readonly typeOnly?: true;
}

const first = 'services/first/src';
const routes = `${first}/api/http/invoices.routes.ts`;
const useCase = `${first}/application/post-invoice.ts`;
const publish = `${first}/messaging/publish.ts`;
const projection = `${first}/projections/open-invoices.ts`;
const adapter = `${first}/infrastructure/invoices.postgres.ts`;
const decide = `${first}/domain/invoice/decide.ts`;

const outward = (from: string, imports: string): Canary => ({
  rule: `${from}-points-inward`,
  from: `packages/${from}/src/index.ts`,
  imports: `@accounting/${imports}`,
  leadsTo: `packages/${imports}/src/index.ts`,
});

export const canaries: readonly Canary[] = [
  {
    rule: 'application-points-inward',
    from: useCase,
    imports: '../infrastructure/rates',
    leadsTo: `${first}/infrastructure/rates.ts`,
  },
  { rule: 'application-points-inward', from: useCase, imports: '../generated/client' },
  { rule: 'application-points-inward', from: useCase, imports: '../config' },
  { rule: 'api-points-inward', from: routes, imports: '../../infrastructure/invoices.postgres' },
  { rule: 'messaging-points-inward', from: publish, imports: '../projections/open-invoices' },
  { rule: 'projections-points-inward', from: projection, imports: '../messaging/publish' },
  { rule: 'infrastructure-points-inward', from: adapter, imports: '../api/http/invoices.routes' },
  {
    rule: 'domain-is-pure',
    from: decide,
    imports: '../../infrastructure/rates',
    leadsTo: `${first}/infrastructure/rates.ts`,
  },
  { rule: 'domain-is-pure', from: decide, imports: '@accounting/database' },
  { rule: 'domain-is-pure', from: decide, imports: 'pg' },
  { rule: 'domain-is-pure', from: decide, imports: '@accounting/event-store', typeOnly: true },
  { rule: 'domain-is-pure', from: decide, imports: 'node:crypto' },
  {
    rule: 'configuration-stands-alone',
    from: `${first}/config.ts`,
    imports: './domain/limits',
    leadsTo: `${first}/domain/limits.ts`,
  },
  {
    rule: 'only-main-starts-the-service',
    from: `${first}/infrastructure/report.worker.ts`,
    imports: '../service',
  },
  {
    rule: 'main-only-starts',
    from: `${first}/main.ts`,
    imports: './infrastructure/rates',
    leadsTo: `${first}/infrastructure/rates.ts`,
  },
  outward('kernel', 'database'),
  outward('database', 'contracts'),
  outward('contracts', 'database'),
  outward('event-store', 'messaging'),
  outward('messaging', 'clients'),
  outward('clients', 'event-store'),
  outward('service-host', 'reporting'),
  outward('redis', 'database'),
  outward('server-processes', 'database'),
  outward('postgres-server', 'database'),
  outward('kafka-server', 'messaging'),
  outward('redis-server', 'database'),
  outward('development-tokens', 'database'),
  {
    rule: 'service-imports-no-service',
    from: adapter,
    imports: '../../../second/src/application/ports',
  },
  {
    rule: 'package-imports-no-service',
    from: 'packages/testing/src/index.ts',
    imports: '../../../services/first/src/service',
  },
  {
    rule: 'kong-points-inward',
    from: 'kong/src/index.ts',
    imports: '@accounting/service-host',
  },
  {
    rule: 'kong-points-inward',
    from: 'kong/src/declaration.ts',
    imports: '../../services/first/src/service',
  },
  {
    rule: 'only-the-stack-imports-the-gateway',
    from: 'packages/testing/src/index.ts',
    imports: '@accounting/kong',
  },
  { rule: 'only-the-stack-imports-the-gateway', from: adapter, imports: '@accounting/kong' },
  {
    rule: 'only-through-the-index',
    from: 'packages/dev-stack/src/index.ts',
    imports: '../../../kong/src/declaration',
  },
  {
    rule: 'no-unreachable-sources',
    from: 'kong/src/old-renderer.ts',
    imports: './declaration',
  },
  { rule: 'only-through-the-index', from: adapter, imports: '@accounting/kernel/src/decimal' },
  {
    rule: 'only-through-the-index',
    from: 'packages/database/src/index.ts',
    imports: '../../kernel/src/decimal',
  },
  {
    rule: 'sources-import-no-tests',
    from: adapter,
    imports: '../../test/builders',
    leadsTo: 'services/first/test/builders.ts',
  },
  { rule: 'sources-import-no-tests', from: adapter, imports: '@accounting/testing' },
  { rule: 'no-development-dependencies', from: adapter, imports: 'prisma' },
  { rule: 'no-undeclared-dependencies', from: adapter, imports: 'left-over' },
  {
    rule: 'decimal-only-in-the-kernel',
    from: 'packages/kernel/src/index.ts',
    imports: 'decimal.js',
  },
  { rule: 'everything-resolves', from: adapter, imports: './nowhere' },
  { rule: 'no-cycles', from: `${first}/domain/invoice/events.ts`, imports: './decide' },
  { rule: 'no-unreachable-sources', from: `${first}/infrastructure/old-rates.ts`, imports: 'pg' },
  {
    rule: 'no-orphans',
    from: 'services/first/test/fixtures.ts',
    imports: '@accounting/testing',
    leadsTo: 'services/first/test/old-builders.ts',
  },
];

/** The clean tree with one canary in it. */
export const planted = ({ from, imports, leadsTo, typeOnly }: Canary): Tree => {
  const empty = 'export {};\n';
  const target = leadsTo === undefined ? {} : { [leadsTo]: empty };
  const statement = typeOnly ? `import type * as types from '${imports}'` : `import '${imports}'`;
  const importer = { [from]: `${statement};\n${cleanTree.files[from] ?? empty}` };
  return { ...cleanTree, files: { ...cleanTree.files, ...target, ...importer } };
};
