import { createHash } from 'node:crypto';
import {
  DeclarationError,
  readDeclaration,
  type Declaration,
  type Service,
} from '@accounting/kong';
import { messages } from './answers';
import type { Exchange } from './exchange';
import { forward } from './forwarding/forward';
import type { Upstreams } from './forwarding/upstreams';
import { createPluginChains, type RunPlugins } from './plugin-chain';
import type { RateCounters } from './plugins/rate-counters';
import { credentialsOf, TokenFindings } from './plugins/token-findings';
import { createRouter } from './routing/router';

/** A declaration in force: what it does with each request. */
export interface Configuration {
  /** 32 hexadecimal digits that are the same for the same text. */
  readonly hash: string;
  /** Answers the request or sends it upstream. */
  handle(exchange: Exchange): void;
  /** Where its requests go. */
  readonly services: readonly Service[];
}

/** What outlives a configuration. */
export interface LastingParts {
  readonly counters: RateCounters;
  readonly upstreams: Upstreams;
}

/** What Kong shows as the hash before it has a configuration. */
export const emptyHash = '0'.repeat(32);

/** The hash of a declaration's text. */
export const hashOf = (text: string): string => createHash('md5').update(text).digest('hex');

/** The service's own host name, in lower case and without the port. */
const hostOf = ({ request }: Exchange): string =>
  (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();

const isForGrpc = (protocols: readonly string[]): boolean =>
  protocols.some((protocol) => protocol.startsWith('grpc'));

/** Rate limits belong to ids; what has none is known by its name, as in Kong by what follows. */
const createIdLookup = ({ services, routes }: Declaration) => {
  const ids = new Map([
    ...services.map(({ id, name }) => [`service ${name}`, id ?? name] as const),
    ...routes.map(({ id, name }) => [`route ${name}`, id ?? name] as const),
  ]);
  return (kind: 'service' | 'route', name: string | undefined): string =>
    ids.get(`${kind} ${name ?? ''}`) ?? '';
};

const createHandler = (declaration: Declaration, { counters, upstreams }: LastingParts) => {
  const findRoute = createRouter(declaration);
  const services = new Map(declaration.services.map((service) => [service.name, service]));
  const chainFor = createPluginChains(declaration, {
    findings: new TokenFindings(credentialsOf(declaration.consumers)),
    counters,
    idOf: createIdLookup(declaration),
  });
  const chains = new Map<string, RunPlugins>(
    declaration.routes.map((route) => [route.name, chainFor(route)]),
  );
  return (exchange: Exchange): void => {
    const match = findRoute({
      method: exchange.method,
      path: exchange.path,
      host: hostOf(exchange),
      header: (name) => exchange.headers.get(name),
    });
    if (match === undefined) {
      exchange.fail(404, messages.noRoute);
      return;
    }
    const { route, matchedPath } = match;
    const service: Service | undefined = services.get(route.service ?? '');
    exchange.route = route;
    exchange.service = service;
    if (isForGrpc(route.protocols)) {
      exchange.fail(426, messages.useHttp2, ['Connection', 'Upgrade', 'Upgrade', 'HTTP/2']);
      return;
    }
    chains.get(route.name)?.(exchange);
    if (exchange.isAnswered) return;
    if (service === undefined) exchange.fail(503, messages.invalidResponse);
    else forward(exchange, service, matchedPath, upstreams);
  };
};

/**
 * Makes a declaration ready to be enforced. Throws a `DeclarationError` for one that Kong would
 * refuse, or that uses what this gateway lacks.
 */
export const compileConfiguration = (text: string, parts: LastingParts): Configuration => {
  try {
    const declaration = readDeclaration(text);
    const handle = createHandler(declaration, parts);
    return { hash: hashOf(text), handle, services: declaration.services };
  } catch (error) {
    if (error instanceof DeclarationError) throw error;
    throw new DeclarationError([{ path: 'plugins', message: (error as Error).message }]);
  }
};

/** What holds before the first declaration: nothing has a route. */
export const noConfiguration: Configuration = {
  hash: emptyHash,
  handle: (exchange) => {
    exchange.fail(404, messages.noRoute);
  },
  services: [],
};
