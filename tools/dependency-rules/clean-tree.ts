/** Files by path; the smallest repository that has every room and breaks no rule. */
export interface Tree {
  readonly files: Readonly<Record<string, string>>;
  /** Symbolic links by path, as pnpm makes them for workspace packages. */
  readonly links?: Readonly<Record<string, string>>;
}

const importing = (...specifiers: readonly string[]): string =>
  [...specifiers.map((specifier) => `import '${specifier}';`), 'export {};', ''].join('\n');

const manifest = (dependencies: readonly string[], development: readonly string[] = []): string => {
  const versions = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, '*']));
  return JSON.stringify({
    dependencies: versions(dependencies),
    devDependencies: versions(development),
  });
};

/** A library as pnpm installs it for a workspace folder. */
export const library = (folder: string, name: string): Record<string, string> => ({
  [`${folder}/node_modules/${name}/package.json`]: JSON.stringify({ name, main: 'index.js' }),
  [`${folder}/node_modules/${name}/index.js`]: 'module.exports = {};\n',
});

const packageOf = (name: string, ...imports: readonly string[]): Record<string, string> => ({
  [`packages/${name}/package.json`]: manifest(imports),
  [`packages/${name}/src/index.ts`]: importing(...imports),
});

const service = (name: string): Record<string, string> => {
  const source = `services/${name}/src`;
  return {
    [`services/${name}/package.json`]: manifest(
      ['@accounting/kernel', '@accounting/service-host', 'pg'],
      ['prisma', '@accounting/testing'],
    ),
    [`${source}/main.ts`]: importing('@accounting/service-host', './service'),
    [`${source}/service.ts`]: importing(
      './config',
      './api/http/invoices.routes',
      './messaging/publish',
      './projections/open-invoices',
      './infrastructure/invoices.postgres',
    ),
    [`${source}/config.ts`]: importing('@accounting/service-host'),
    [`${source}/api/http/invoices.routes.ts`]: importing('../../application/post-invoice'),
    [`${source}/messaging/publish.ts`]: importing('../domain/invoice/events'),
    [`${source}/projections/open-invoices.ts`]: importing('../domain/invoice/events'),
    [`${source}/infrastructure/invoices.postgres.ts`]: importing('pg', '../application/ports'),
    [`${source}/generated/client.ts`]: importing(),
    [`${source}/application/ports.ts`]: importing('../domain/invoice/events'),
    [`${source}/application/post-invoice.ts`]: importing('../domain/invoice/decide', './ports'),
    [`${source}/domain/invoice/decide.ts`]: importing('./events'),
    [`${source}/domain/invoice/events.ts`]: importing('@accounting/kernel'),
    [`services/${name}/test/fixtures.ts`]: importing('@accounting/testing', '../src/service'),
    ...library(`services/${name}`, 'pg'),
    ...library(`services/${name}`, 'prisma'),
  };
};

export const cleanTree: Tree = {
  files: {
    'package.json': manifest([]),
    'packages/kernel/package.json': manifest(['decimal.js']),
    'packages/kernel/src/index.ts': importing('./decimal'),
    'packages/kernel/src/decimal.ts': importing('decimal.js'),
    ...library('packages/kernel', 'decimal.js'),
    ...packageOf('database', '@accounting/kernel'),
    ...packageOf('contracts', '@accounting/kernel'),
    ...packageOf('event-store', '@accounting/database', '@accounting/contracts'),
    ...packageOf('messaging', '@accounting/event-store'),
    ...packageOf('clients', '@accounting/contracts'),
    ...packageOf('service-host', '@accounting/messaging', '@accounting/clients'),
    ...packageOf('testing', '@accounting/service-host'),
    'kong/package.json': manifest(['@accounting/kernel']),
    'kong/src/index.ts': importing('@accounting/kernel', './declaration'),
    'kong/src/declaration.ts': importing(),
    'kong/src/render/main.ts': importing('../declaration'),
    ...packageOf('dev-stack', '@accounting/kong'),
    ...service('first'),
    ...service('second'),
    ...library('.', 'left-over'),
  },
  links: { 'services/first/node_modules/@accounting/kernel': 'packages/kernel' },
};
