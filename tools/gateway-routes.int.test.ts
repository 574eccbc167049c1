import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  gatewayFile,
  pathMatches,
  pluginInEffect,
  readDeclaration,
  type Route as GatewayRoute,
} from '@accounting/kong';
import type { Route } from '@accounting/service-host';

const root = join(__dirname, '..');
const gateway = readDeclaration(readFileSync(gatewayFile, 'utf8'));

/** Answers with itself, whatever is asked of it: routes are declared without being called. */
const anything: unknown = new Proxy(() => anything, { get: () => anything });

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(join(root, folder), { recursive: true }).map((name) =>
      join(folder, String(name)),
    );
  } catch {
    return [];
  }
};

/** Every route that a service declares, by the functions of its `*.routes.ts`. */
const routesOf = async (service: string): Promise<Route[]> => {
  const files = filesIn(`services/${service}/src/api/http`).filter((file) =>
    file.endsWith('.routes.ts'),
  );
  const modules = await Promise.all(
    files.map(
      async (file) => (await import(join(root, file))) as Readonly<Record<string, unknown>>,
    ),
  );
  return modules
    .flatMap((exported) => Object.values(exported))
    .filter((member) => typeof member === 'function')
    .map((declare) => (declare as (...application: unknown[]) => unknown)(anything, anything))
    .flatMap((declared) => (Array.isArray(declared) ? (declared as Route[]) : []));
};

const precedence = (path: string): number => (path.startsWith('~') ? Infinity : path.length);

/** Where Kong leads a request: expressions before prefixes, longer prefixes before shorter. */
const led = (method: string, path: string, by: readonly GatewayRoute[]): GatewayRoute | undefined =>
  by
    .filter((route) => route.methods?.includes(method))
    .flatMap((route) => (route.paths ?? []).map((routePath) => ({ route, routePath })))
    .filter(({ routePath }) => pathMatches(routePath, path))
    .sort((one, other) => precedence(other.routePath) - precedence(one.routePath))[0]?.route;

const sampleOf = (route: Route): string => {
  const path = route.path.replace(/:[A-Za-z]+/g, '7f0f8c6e-0a0e-4d5e-8a57-2f4d9f0a1b01');
  return 'handleInternal' in route ? `/internal/v1${path}` : `/api/v1${path}`;
};

const hostOf = ({ service }: GatewayRoute): string | undefined =>
  gateway.services.find(({ name }) => name === service)?.host;

const needsToken = ({ name, service }: GatewayRoute): boolean =>
  pluginInEffect(gateway.plugins, 'jwt', { service, route: name }) !== undefined;

/** What is wrong with where the gateway leads to a route that people or partners ask. */
const outerObjections = (
  name: string,
  { service, route }: { readonly service: string; readonly route: Route },
  found: GatewayRoute,
): string[] => {
  const host = hostOf(found) ?? 'nobody';
  const isPublic = 'handlePublic' in route;
  return [
    ...(host === service ? [] : [`${name} leads to ${host}`]),
    ...(needsToken(found) === isPublic
      ? [`${name} is ${isPublic ? 'public, and the gateway asks for a token' : 'open'}`]
      : []),
    ...('handleStream' in route && found.request_buffering
      ? [`${name} is held back by the gateway until it has arrived`]
      : []),
  ];
};

/** What is wrong with how the gateway leads to a route of a service; nothing when it is right. */
const objections = (service: string, route: Route, by = gateway.routes): string[] => {
  const path = sampleOf(route);
  const found = led(route.method.toUpperCase(), path, by);
  const name = `${route.method} ${path}`;
  if ('handleInternal' in route) return found === undefined ? [] : [`${name} is open to outside`];
  if (found === undefined) return [`${name} is not reached`];
  return outerObjections(name, { service, route }, found);
};

const services = readdirSync(join(root, 'services')).filter(
  (service) => filesIn(`services/${service}/src/api/http`).length > 0,
);

describe('the gateway', () => {
  it.each(services)(
    'leads to every route of %s, with a token where one is needed',
    async (name) => {
      const routes = await routesOf(name);
      expect(routes.length).toBeGreaterThan(0);
      expect(routes.flatMap((route) => objections(name, route))).toEqual([]);
    },
  );

  it('would be found out if it led to what is inside', async () => {
    const inside = (await routesOf('compliance')).filter((route) => 'handleInternal' in route);
    expect(inside.length).toBeGreaterThan(2);
    const opened = gateway.routes.map((route) =>
      route.name === 'compliance-api' ? { ...route, paths: ['/internal/v1/partner'] } : route,
    );
    const objected = inside.flatMap((route) => objections('compliance', route, opened));
    expect(objected).toEqual(['post /internal/v1/partner-uses is open to outside']);
  });

  it('leads to all that the ledger has', async () => {
    expect((await routesOf('accounting-core')).length).toBeGreaterThan(40);
  });

  it('would be found out if it did not', () => {
    const shape = { summary: '', tag: '', permission: '', response: anything } as const;
    const lost = { ...shape, method: 'get', path: '/lost', handle: anything } as Route;
    const open = { ...shape, method: 'get', path: '/taxes', handlePublic: anything } as Route;
    const slow = { ...shape, method: 'post', path: '/tax/file', handleStream: anything } as Route;
    expect([lost, open, slow].flatMap((route) => objections('audit', route))).toEqual([
      'get /api/v1/lost is not reached',
      'get /api/v1/taxes leads to tax',
      'get /api/v1/taxes is public, and the gateway asks for a token',
      'post /api/v1/tax/file leads to tax',
      'post /api/v1/tax/file is held back by the gateway until it has arrived',
    ]);
  });

  it('leads to every gRPC service of the ledger, and to no other', () => {
    const declared = filesIn('proto/accounting/core/v1')
      .filter((file) => file.endsWith('.proto'))
      .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/^service (\w+)/gm)])
      .map(([, service]) => `/accounting.core.v1.${service ?? ''}/`);
    const native = gateway.routes.find((route) => route.protocols.includes('grpc'));
    expect(declared.length).toBeGreaterThan(5);
    expect([...(native?.paths ?? [])].sort()).toEqual(declared.sort());
  });
});
