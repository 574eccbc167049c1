/** Code that must not pass the linter, and the rule that must stop it. */
export interface Canary {
  readonly rule: string;
  /** Where the code is planted. */
  readonly path: string;
  readonly code: string;
  /** A place where the same code is at home, when there is one. */
  readonly allowedAt?: string;
}

const service = 'services/example/src/infrastructure/rates.ts';
const domain = 'services/example/src/domain/invoice/decide.ts';
const host = 'packages/service-host/src/server.ts';

/** One for every ban, by the name of its rule. */
export const banCanaries: readonly Canary[] = [
  { rule: 'no-listen', path: service, code: 'server.listen(8001);', allowedAt: host },
  { rule: 'no-listen', path: service, code: 'server.bindAsync(address, done);' },
  { rule: 'no-process-on', path: service, code: "process.on('SIGTERM', stop);", allowedAt: host },
  { rule: 'no-process-on', path: service, code: "process.once('SIGINT', stop);" },
  { rule: 'no-process-exit', path: service, code: 'process.exit(1);', allowedAt: host },
  {
    rule: 'no-process-env',
    path: host,
    code: 'export const port = process.env.HTTP_PORT;',
    allowedAt: 'packages/service-host/src/configuration/environment.ts',
  },
  {
    rule: 'no-new-kafka',
    path: service,
    code: 'export const kafka = new Kafka({ brokers });',
    allowedAt: 'packages/messaging/src/kafka.ts',
  },
  {
    rule: 'no-new-redis',
    path: service,
    code: 'export const redis = new Redis(address);',
    allowedAt: 'packages/redis/src/create-redis.ts',
  },
  {
    rule: 'no-new-circuit-breaker',
    path: service,
    code: 'export const breaker = new CircuitBreaker(call);',
    allowedAt: 'packages/clients/src/breaker.ts',
  },
  {
    rule: 'no-new-registry',
    path: service,
    code: 'export const registry = new Registry();',
    allowedAt: host,
  },
  {
    rule: 'no-express',
    path: service,
    code: 'export const application = express();',
    allowedAt: host,
  },
  {
    rule: 'no-new-decimal',
    path: domain,
    code: "export const amount = new Decimal('1');",
    allowedAt: 'packages/kernel/src/decimal.ts',
  },
  {
    rule: 'no-decimal-import',
    path: 'packages/kernel/src/money.ts',
    code: "import Exact from 'decimal.js';\nexport const exact = Exact;",
    allowedAt: 'packages/kernel/src/decimal.ts',
  },
  { rule: 'no-parse-float', path: service, code: 'export const amount = parseFloat(text);' },
  { rule: 'no-parse-float', path: host, code: 'export const amount = Number.parseFloat(text);' },
  {
    rule: 'no-process-env',
    path: 'kong/src/render/configuration.ts',
    code: 'export const secret = process.env.GATEWAY_SECRET;',
    allowedAt: 'kong/src/render/main.ts',
  },
  {
    rule: 'no-console',
    path: host,
    code: "console.log('ready');",
    allowedAt: 'tools/start.mjs',
  },
  {
    rule: 'no-default-export',
    path: service,
    code: 'export default 1;',
    allowedAt: 'services/example/prisma.config.ts',
  },
  {
    rule: 'no-clock-in-domain',
    path: domain,
    code: 'export const now = new Date();',
    allowedAt: service,
  },
  { rule: 'no-clock-in-domain', path: domain, code: 'export const now = Date.now();' },
  { rule: 'no-clock-in-domain', path: domain, code: 'export const now = Date();' },
  {
    rule: 'no-randomness-in-domain',
    path: domain,
    code: 'export const chance = Math.random();',
    allowedAt: service,
  },
  { rule: 'no-randomness-in-domain', path: domain, code: 'export const id = randomUUID();' },
  { rule: 'no-randomness-in-domain', path: domain, code: 'export const id = crypto.randomUUID();' },
  {
    rule: 'no-async-in-domain',
    path: domain,
    code: 'export const decide = async (): Promise<void> => rates;',
    allowedAt: service,
  },
  {
    rule: 'no-own-clock-or-identifiers',
    path: service,
    code: "import { newUuid } from '@accounting/kernel';\nexport const id = newUuid();",
    allowedAt: 'services/example/test/fixtures.ts',
  },
  {
    rule: 'no-own-clock-or-identifiers',
    path: service,
    code: 'export const now = Instant.systemClock();',
    allowedAt: host,
  },
];

const lines = (count: number, line: string): string => `${line}\n`.repeat(count);
const functionOf = (body: string): string => `export const run = (): void => {\n${body}};\n`;

/** The sizes of a file and of a function, and what keeps the linter itself honest. */
export const plainCanaries: readonly Canary[] = [
  { rule: 'max-lines', path: service, code: lines(301, 'work();') },
  { rule: 'max-lines', path: 'services/example/test/a.unit.test.ts', code: lines(601, 'work();') },
  { rule: 'max-lines-per-function', path: service, code: functionOf(lines(70, '  work();')) },
  {
    rule: 'max-params',
    path: service,
    code: 'export const add = (a: A, b: A, c: A, d: A, e: A): void => work(a, b, c, d, e);',
  },
  {
    rule: 'max-depth',
    path: service,
    code: functionOf(`${'if (ready) { work(); '.repeat(5)}${'}'.repeat(5)}\n`),
  },
  {
    rule: 'complexity',
    path: service,
    code: functionOf(lines(10, '  if (ready) work();')),
  },
  {
    rule: '@typescript-eslint/consistent-type-imports',
    path: service,
    code: "import { Money } from '@accounting/kernel';\nexport type Amount = Money;",
  },
  { rule: '@typescript-eslint/no-explicit-any', path: service, code: 'export type A = any;' },
  // The next two are text that is planted: they switch nothing off in this file.
  {
    rule: '@typescript-eslint/ban-ts-comment',
    path: service,
    code: '// @ts-ignore\nexport const amount = 1;',
  },
  {
    rule: "Unused eslint-disable directive (no problems were reported from 'no-var').",
    path: service,
    code: '// eslint-disable-next-line no-var\nexport const amount = 1;',
  },
];

/** Planted in place of a file that exists, so that the rules that need types know it. */
const typedPath = 'tools/lint-rules/canaries.ts';

export const typedCanaries: readonly Canary[] = [
  {
    rule: '@typescript-eslint/no-floating-promises',
    path: typedPath,
    code: 'const work = (): Promise<void> => Promise.resolve();\nwork();\nexport {};',
  },
  {
    rule: '@typescript-eslint/no-unsafe-assignment',
    path: typedPath,
    code: "export const settings = JSON.parse('{}');",
  },
  {
    rule: '@typescript-eslint/switch-exhaustiveness-check',
    path: typedPath,
    code: [
      "type Status = 'draft' | 'posted';",
      'export const label = (status: Status): string => {',
      "  switch (status) { case 'draft': return 'Draft'; }",
      "  return '';",
      '};',
    ].join('\n'),
  },
  {
    rule: '@typescript-eslint/no-unnecessary-condition',
    path: typedPath,
    code: "export const label = (text: string): string => (text === null ? '' : text);",
  },
];
