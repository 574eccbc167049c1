import type { Declaration, Route } from '@accounting/kong';

/** What a route is found by. */
export interface RoutedRequest {
  readonly method: string;
  /** Normalised. */
  readonly path: string;
  /** Without port, lower case. */
  readonly host: string;
  /** The first value of a header by its lower-case name. */
  header(name: string): string | undefined;
}

/** The route of a request, and the part of the path that it matched. */
export interface RouteMatch {
  readonly route: Route;
  readonly matchedPath: string;
}

interface Candidate {
  readonly route: Route;
  /** How many kinds of criteria it has: more of them win. */
  readonly weight: number;
  readonly headerCount: number;
  readonly pattern: RegExp | undefined;
  readonly prefix: string;
  readonly methods: ReadonlySet<string> | undefined;
  readonly hosts: readonly ((host: string) => boolean)[] | undefined;
  readonly headers: readonly (readonly [string, (value: string) => boolean])[];
}

const hostTest = (host: string): ((value: string) => boolean) => {
  const wanted = host.toLowerCase();
  if (wanted.startsWith('*')) return (value) => value.endsWith(wanted.slice(1));
  if (wanted.endsWith('*')) return (value) => value.startsWith(wanted.slice(0, -1));
  return (value) => value === wanted;
};

const headerTest = (values: readonly string[]): ((value: string) => boolean) => {
  const [first = ''] = values;
  if (values.length === 1 && first.startsWith('~*')) {
    const pattern = new RegExp(first.slice(2), 'i');
    return (value) => pattern.test(value);
  }
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return (value) => wanted.has(value.toLowerCase());
};

const candidatesOf = (route: Route): Candidate[] => {
  const { methods, hosts, headers = {}, paths } = route;
  const headerTests = Object.entries(headers).map(
    ([name, values]) => [name.toLowerCase(), headerTest(values)] as const,
  );
  const criteria = [methods, hosts, paths, headerTests.length > 0 ? headerTests : undefined];
  return (paths ?? ['/']).map((path) => ({
    route,
    weight: criteria.filter((criterion) => criterion !== undefined).length,
    headerCount: headerTests.length,
    pattern: path.startsWith('~') ? new RegExp(`^${path.slice(1)}`) : undefined,
    prefix: path,
    methods: methods && new Set(methods),
    hosts: hosts?.map(hostTest),
    headers: headerTests,
  }));
};

/** More criteria, more headers, patterns by priority before prefixes, then the longer path. */
const byPrecedence = (one: Candidate, other: Candidate): number =>
  other.weight - one.weight ||
  other.headerCount - one.headerCount ||
  Number(other.pattern !== undefined) - Number(one.pattern !== undefined) ||
  other.route.regex_priority - one.route.regex_priority ||
  other.prefix.length - one.prefix.length;

const matchedPathOf = ({ pattern, prefix }: Candidate, path: string): string | undefined => {
  if (pattern === undefined) return path.startsWith(prefix) ? prefix : undefined;
  return pattern.exec(path)?.[0];
};

const meetsTheRest = (candidate: Candidate, request: RoutedRequest): boolean => {
  const { methods, hosts, headers } = candidate;
  if (methods !== undefined && !methods.has(request.method)) return false;
  if (hosts !== undefined && !hosts.some((test) => test(request.host))) return false;
  return headers.every(([name, test]) => {
    const value = request.header(name);
    return value !== undefined && test(value);
  });
};

/** Finds the route of a request by the rules of Kong's router. */
export type FindRoute = (request: RoutedRequest) => RouteMatch | undefined;

/** Makes a router of the routes whose services are enabled. */
export const createRouter = ({ routes, services }: Declaration): FindRoute => {
  const disabled = new Set(services.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const candidates = routes
    .filter(({ service }) => service === undefined || !disabled.has(service))
    .flatMap(candidatesOf)
    // Stable: of two that are equal the first declared wins.
    .sort(byPrecedence);
  return (request) => {
    for (const candidate of candidates) {
      const matchedPath = matchedPathOf(candidate, request.path);
      if (matchedPath === undefined || !meetsTheRest(candidate, request)) continue;
      return { route: candidate.route, matchedPath };
    }
    return undefined;
  };
};
