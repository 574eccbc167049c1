/**
 * Which way imports may point. `domain <- application <- api, messaging, projections,
 * infrastructure <- service.ts <- main.ts` inside a service, and `kernel <- database, contracts <-
 * event-store <- messaging <- service-host <- services` between packages, where `clients` stands on
 * the contracts alone; `kong`, the gateway, stands beside them on the kernel. Every rule has a
 * canary that violates it, and the test fails when one has none.
 */
const everything = '^(packages|services|kong|bench|tools)/';
const serviceSources = '^services/[^/]+/src/';
const workspace = '^((packages|services)/[^/]+|kong)/';
const anySources = `${workspace}src/`;
/** Files that something outside the import graph starts: node, jest, a worker thread. */
const entryPoints = [
  `${anySources}(index|main)\\.ts$`,
  '^kong/src/[^/]+/main\\.ts$',
  '^packages/testing/src/jest/global-(setup|teardown)\\.ts$',
  `${anySources}.+\\.(process|worker)\\.ts$`,
];

/**
 * A room may import what lies further in; what it must not import, room by room. `generated` is the
 * typed client of the database. The domain has a rule of its own, which is stricter.
 */
const roomsOutside = {
  application: ['api', 'messaging', 'projections', 'infrastructure', 'generated'],
  api: ['messaging', 'projections', 'infrastructure', 'generated'],
  messaging: ['api', 'projections', 'infrastructure', 'generated'],
  projections: ['api', 'messaging', 'infrastructure'],
  infrastructure: ['api', 'messaging', 'projections'],
};

/** What each package may import of the others. */
const innerPackages = {
  kernel: [],
  database: ['kernel'],
  contracts: ['kernel'],
  'event-store': ['kernel', 'database', 'contracts'],
  messaging: ['kernel', 'database', 'contracts', 'event-store'],
  clients: ['kernel', 'contracts'],
  'service-host': ['kernel', 'database', 'contracts', 'event-store', 'messaging', 'clients'],
  redis: ['kernel'],
  'server-processes': [],
  'postgres-server': ['server-processes'],
  'kafka-server': ['server-processes'],
  'redis-server': ['server-processes'],
  'development-tokens': ['kernel'],
};

/** What tests and a developer's machine need, and no service in production. */
const developmentPackages =
  '^packages/(testing|dev-stack|server-processes|[a-z]+-server|development-tokens)/';

const roomRules = Object.entries(roomsOutside).map(([room, outside]) => ({
  name: `${room}-points-inward`,
  comment: `${room}/ imports nothing that lies beside it or further out: ${outside.join(', ')}.`,
  severity: 'error',
  from: { path: `^services/([^/]+)/src/${room}/` },
  to: { path: `^services/$1/src/((${outside.join('|')})/|config\\.ts$)` },
}));

const packageRules = Object.entries(innerPackages).map(([name, inner]) => ({
  name: `${name}-points-inward`,
  comment: `packages/${name} may import: ${inner.join(', ') || 'no other package'}.`,
  severity: 'error',
  from: { path: `^packages/${name}/src/` },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...inner].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const rules = [
  ...roomRules,
  {
    name: 'domain-is-pure',
    comment: 'domain/ imports its own service’s domain and the kernel, and nothing else.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/domain/' },
    to: { pathNot: '^(services/$1/src/domain/|packages/kernel/)' },
  },
  {
    name: 'configuration-stands-alone',
    comment: 'config.ts declares settings; nothing of the service is behind them.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/config\\.ts$' },
    to: { path: '^services/$1/' },
  },
  {
    name: 'only-main-starts-the-service',
    comment: 'service.ts composes the service; inside it only main.ts imports it.',
    severity: 'error',
    from: { path: serviceSources, pathNot: '/src/main\\.ts$' },
    to: { path: '^services/[^/]+/src/(service|main)\\.ts$' },
  },
  {
    name: 'main-only-starts',
    comment: 'main.ts imports the definition and the host; three lines need no more.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/main\\.ts$' },
    to: { pathNot: '^(services/$1/src/service\\.ts|packages/service-host/src/index\\.ts)$' },
  },
  ...packageRules,
  {
    name: 'service-imports-no-service',
    comment: 'Services speak by event and gRPC, never by import.',
    severity: 'error',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'package-imports-no-service',
    comment: 'A package is true of every service, so it knows none.',
    severity: 'error',
    from: { path: '^packages/' },
    to: { path: '^services/' },
  },
  {
    name: 'kong-points-inward',
    comment: 'The gateway knows the kernel; what stands behind it, it knows by name only.',
    severity: 'error',
    from: { path: '^kong/' },
    to: { path: '^(packages|services|bench)/', pathNot: '^packages/kernel/' },
  },
  {
    name: 'only-the-stack-imports-the-gateway',
    comment: 'A service behind the gateway is the same without one.',
    severity: 'error',
    from: { path: '^(packages|services)/', pathNot: '^packages/dev-stack/' },
    to: { path: '^kong/' },
  },
  {
    name: 'only-through-the-index',
    comment: 'What a package does not export from its index is its own business.',
    severity: 'error',
    from: { path: '^(packages/[^/]+|services/[^/]+|kong|bench|tools)/' },
    to: {
      path: '^(packages/[^/]+|kong)/',
      pathNot: ['^$1/', '^(packages/[^/]+|kong)/src/index\\.ts$'],
    },
  },
  {
    name: 'sources-import-no-tests',
    comment: 'What runs in production knows neither tests nor a developer’s tools.',
    severity: 'error',
    from: { path: anySources, pathNot: developmentPackages },
    to: { path: [`${workspace}test/`, '\\.test\\.ts$', developmentPackages] },
  },
  {
    name: 'no-development-dependencies',
    comment: 'What src imports is a dependency, not a devDependency.',
    severity: 'error',
    from: { path: anySources },
    to: { dependencyTypes: ['npm-dev'], pathNot: '/node_modules/@types/' },
  },
  {
    name: 'no-undeclared-dependencies',
    comment: 'What src imports is named in the package.json beside it.',
    severity: 'error',
    from: { path: anySources },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '/node_modules/@types/' },
  },
  {
    name: 'decimal-only-in-the-kernel',
    comment: 'decimal.js is imported once, in packages/kernel/src/decimal.ts: use Money.',
    severity: 'error',
    from: { path: everything, pathNot: '^packages/kernel/src/decimal\\.ts$' },
    to: { path: '(^|/)decimal\\.js(/|$)' },
  },
  {
    name: 'everything-resolves',
    comment: 'An import that leads nowhere fails when the program starts.',
    severity: 'error',
    from: { path: everything },
    to: { couldNotResolve: true },
  },
  {
    name: 'no-cycles',
    comment: 'Of two files that import each other neither can be understood first.',
    severity: 'error',
    from: { path: everything },
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'A file beside the tests that imports nothing and that nothing imports is dead.',
    severity: 'error',
    from: { orphan: true, path: `${workspace}test/`, pathNot: '\\.test\\.ts$' },
    to: {},
  },
  {
    name: 'no-unreachable-sources',
    comment: 'A source that no entry point leads to is dead, whatever tests it has.',
    severity: 'error',
    from: { path: entryPoints },
    to: {
      path: anySources,
      pathNot: [...entryPoints, '/generated/', '\\.d\\.ts$'],
      reachable: false,
    },
  },
];

/** Packages whose place in the order is stated here; the test asks it of every package. */
const placedPackages = [...Object.keys(innerPackages), 'testing', 'dev-stack'];

module.exports = { rules, placedPackages };
