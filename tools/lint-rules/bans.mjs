/**
 * Words that belong to one place each. A ban is one lint rule, `accounting/<name>`: the syntax it
 * looks for, what to use instead, and the files where the word is at home. The test of this table
 * plants a violation of every ban, so a ban without a canary does not pass.
 *
 * @typedef {object} Ban
 * @property {string} name
 * @property {string | readonly string[]} selector The syntax, as esquery selectors.
 * @property {string} message What to use instead, and why.
 * @property {readonly string[]} [within] Where it is looked for; everywhere when absent.
 * @property {readonly string[]} [allowedIn] Files where the word is at home.
 */

const domain = ['services/*/src/domain/**'];
const serviceSources = ['services/*/src/**'];
/** What is run from the shell, or stands in for the machine that runs a service. */
const commandLine = [
  'tools/**',
  'bench/**',
  'packages/dev-stack/**',
  'packages/{server-processes,postgres-server,kafka-server,redis-server}/**',
];
/** What runs beside the gateway has no host to read its settings and stop it. */
const gatewayCommands = ['kong/src/render/main.ts'];
const testRuns = ['packages/testing/**', '**/test/**'];

/** @type {readonly Ban[]} */
export const bans = [
  {
    name: 'no-listen',
    selector: 'CallExpression[callee.property.name=/^(listen|bindAsync)$/]',
    message: 'A service never opens a port: hand its routes to runService of service-host.',
    allowedIn: [
      'packages/service-host/**',
      'kong/src/conformance/echo-upstream.ts',
      ...commandLine,
      ...testRuns,
    ],
  },
  {
    name: 'no-process-on',
    selector: "CallExpression[callee.object.name='process'][callee.property.name=/^(on|once)$/]",
    message: 'Signals are the host’s: service-host stops a service in order.',
    allowedIn: [...gatewayCommands, 'packages/service-host/**', ...commandLine],
  },
  {
    name: 'no-process-exit',
    selector: "CallExpression[callee.object.name='process'][callee.property.name='exit']",
    message: 'Throw, or return: service-host decides when the process ends.',
    allowedIn: ['packages/service-host/**', ...commandLine],
  },
  {
    name: 'no-process-env',
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Declare a setting in config.ts: service-host reads, parses and reports all of them.',
    allowedIn: [
      ...gatewayCommands,
      'packages/service-host/src/configuration/**',
      ...commandLine,
      ...testRuns,
    ],
  },
  {
    name: 'no-new-kafka',
    selector: "NewExpression[callee.name='Kafka']",
    message: 'Use the Transport of messaging: the broker is a setting, not a dependency.',
    allowedIn: ['packages/messaging/**', 'packages/kafka-server/test/**'],
  },
  {
    name: 'no-new-redis',
    selector: "NewExpression[callee.name='Redis']",
    message: 'Use createRedis of packages/redis: it never hangs, and keeps secrets out of errors.',
    allowedIn: ['packages/redis/**'],
  },
  {
    name: 'no-new-circuit-breaker',
    selector: "NewExpression[callee.name='CircuitBreaker']",
    message: 'Call other services through clients: it has one breaker per callee and method.',
    allowedIn: ['packages/clients/**'],
  },
  {
    name: 'no-new-registry',
    selector: "NewExpression[callee.name='Registry']",
    message: 'Register metrics in host.metrics: one registry per process, scraped by the host.',
    allowedIn: [
      'packages/service-host/**',
      'packages/dev-stack/src/gateway/gateway-metrics.ts',
      '**/test/**',
    ],
  },
  {
    name: 'no-express',
    selector: "CallExpression[callee.name='express']",
    message: 'Declare routes as data: service-host builds the one express application.',
    allowedIn: ['packages/service-host/**', ...testRuns],
  },
  {
    name: 'no-new-decimal',
    selector: "NewExpression[callee.name='Decimal']",
    message: 'Use Money, Rate or ExchangeRate of the kernel: they know when to round.',
    allowedIn: ['packages/kernel/src/decimal.ts'],
  },
  {
    name: 'no-decimal-import',
    selector: ":matches(ImportDeclaration, ImportExpression)[source.value='decimal.js']",
    message: 'decimal.js is imported in packages/kernel/src/decimal.ts only: use Money.',
    allowedIn: ['packages/kernel/src/decimal.ts'],
  },
  {
    name: 'no-parse-float',
    selector: [
      "CallExpression[callee.name='parseFloat']",
      "MemberExpression[property.name='parseFloat']",
    ],
    message: 'Money.parse reads amounts exactly; Number reads counts and refuses trailing text.',
  },
  {
    name: 'no-console',
    selector: "MemberExpression[object.name='console']",
    message: 'Log through the logger of the request or of the host.',
    allowedIn: [...gatewayCommands, ...commandLine],
  },
  {
    name: 'no-default-export',
    selector: 'ExportDefaultDeclaration',
    message: 'Export a name: it is then the same name everywhere.',
    // Their tools demand a default export.
    allowedIn: ['**/*.config.{js,cjs,mjs,ts}', '**/global-{setup,teardown}.ts'],
  },
  {
    name: 'no-clock-in-domain',
    selector: [
      "NewExpression[callee.name='Date'][arguments.length=0]",
      "CallExpression[callee.object.name='Date'][callee.property.name='now']",
      "CallExpression[callee.name='Date']",
    ],
    message: 'The domain is told the time: take it from the command’s metadata.',
    within: domain,
  },
  {
    name: 'no-randomness-in-domain',
    selector: [
      "MemberExpression[object.name='Math'][property.name='random']",
      'CallExpression[callee.name=/^(randomUUID|randomBytes|uuidv7)$/]',
      'CallExpression[callee.property.name=/^(randomUUID|randomBytes|getRandomValues)$/]',
    ],
    message: 'The domain is told every identifier: take it from the command.',
    within: domain,
  },
  {
    name: 'no-async-in-domain',
    selector: ':matches(:function[async=true], AwaitExpression)',
    message: 'The domain decides at once: load what it needs in the use case and hand it over.',
    within: domain,
  },
  {
    name: 'no-own-clock-or-identifiers',
    selector: [
      "ImportSpecifier[imported.name='newUuid']",
      "MemberExpression[object.name='Instant'][property.name='systemClock']",
    ],
    message: 'Use host.clock and host.newUuid: a test must be able to set them.',
    within: serviceSources,
  },
];
