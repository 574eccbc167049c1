import { randomUUID } from 'node:crypto';
import { readDeclaration } from '../declaration/read-declaration';
import type { GatewayCredentials } from '../render/credentials';
import { renderConfiguration } from '../render/render-configuration';

/** The service to which the altered configuration gives a port at which nobody listens. */
export const downService = 'integration';
/** The service for which the altered configuration does not wait long. */
export const slowService = 'audit';
/** Milliseconds that the gateway waits for `slowService`. */
export const slowTimeoutMs = 700;
/** The service that may be called less often than in `kong.yml`. */
export const scarceService = 'notification';
/** How often a minute. */
export const scarcePerMinute = 3;
/** Where the gateway itself says which configuration is in force. */
export const markerPath = '/conformance-marker';

/** Where a configuration leads. */
export interface Surroundings {
  readonly declaration: string;
  readonly credentials: GatewayCredentials;
  readonly gatewaySecret: string;
  readonly upstreamHost: string;
  readonly ports: ReadonlyMap<string, number>;
  readonly closedPort: number;
  /** The same in all configurations of a run, so that no counter of an earlier run is met. */
  readonly ids: ReadonlyMap<string, string>;
}

interface Entity {
  id?: string;
  name: string;
  service?: string;
  port?: number;
  read_timeout?: number;
  config?: Record<string, unknown>;
}

interface RenderedFile {
  readonly services: Entity[];
  readonly routes: Record<string, unknown>[];
  readonly plugins: Entity[];
}

/** The names of all services of a declaration, and of those the ones that speak gRPC. */
export const servicesOf = (
  declaration: string,
): { readonly all: readonly string[]; readonly grpc: ReadonlySet<string> } => {
  const { services } = readDeclaration(declaration);
  const grpc = services.filter(({ protocol }) => protocol.startsWith('grpc'));
  return { all: services.map(({ name }) => name), grpc: new Set(grpc.map(({ name }) => name)) };
};

/** New ids for services and routes: rate limits count by them. */
export const newIds = (declaration: string): ReadonlyMap<string, string> => {
  const { services, routes } = readDeclaration(declaration);
  return new Map(
    [
      ...services.map(({ name }) => `service ${name}`),
      ...routes.map(({ name }) => `route ${name}`),
    ].map((key) => [key, randomUUID()]),
  );
};

const upstreamsOf = ({
  declaration,
  ports,
  upstreamHost,
}: Surroundings): Record<string, string> => {
  const { grpc } = servicesOf(declaration);
  return Object.fromEntries(
    [...ports].map(([service, port]) => [
      service,
      `${grpc.has(service) ? 'grpc' : 'http'}://${upstreamHost}:${port}`,
    ]),
  );
};

const addMarker = ({ routes, plugins }: RenderedFile, marker: string): void => {
  const name = 'conformance-marker';
  routes.push({ name, paths: [`~${markerPath}$`], strip_path: false });
  plugins.push({
    name: 'request-termination',
    ...{ route: name },
    config: { status_code: 200, content_type: 'text/plain', body: marker },
  });
};

/** One service down, one slow, one that may be called seldom. */
const alter = ({ services, plugins }: RenderedFile, closedPort: number): void => {
  for (const service of services) {
    if (service.name === downService) service.port = closedPort;
    if (service.name === slowService) service.read_timeout = slowTimeoutMs;
  }
  for (const { name, service, config } of plugins) {
    if (name !== 'rate-limiting' || service !== scarceService || config === undefined) continue;
    config['minute'] = Math.min(Number(config['minute']), scarcePerMinute);
  }
};

/**
 * The real configuration with the suite's upstream behind it, and with `isAltered` what makes
 * failures and limits quick to meet. Returns it with the marker that says when it is in force.
 */
export const configurationFor = (
  surroundings: Surroundings,
  isAltered: boolean,
): { readonly text: string; readonly marker: string } => {
  const { declaration, credentials, gatewaySecret, ids, closedPort } = surroundings;
  const { text } = renderConfiguration({
    declaration,
    credentials,
    options: { gatewaySecret, upstreams: upstreamsOf(surroundings) },
  });
  const file = JSON.parse(text) as RenderedFile;
  for (const service of file.services) service.id = ids.get(`service ${service.name}`) ?? '';
  for (const route of file.routes) route['id'] = ids.get(`route ${String(route['name'])}`);
  if (isAltered) alter(file, closedPort);
  const marker = randomUUID();
  addMarker(file, marker);
  return { text: JSON.stringify(file), marker };
};
