import type { Declaration, Problem } from '../declaration/declaration';
import { pathMatches } from '../declaration/path-matches';
import { routeObjection, type RouteView } from './route-view';

/** What services have for the machines around them; none of it is for callers from outside. */
const inside = [
  ...['/', '/metrics', '/internal', '/internal/v1/trust', '/internal/v1/gateway-credentials'],
  ...['/internal/v1/partner-uses', '/health/ready', '/health/live', '/openapi.json'],
  ...['/api', '/api/v1'],
] as const;

/** Below these nothing is for callers from outside, whatever a service adds there. */
const insideFolders = ['/internal', '/metrics', '/health/'] as const;

const methodProblems = (view: RouteView): Problem[] => {
  const { methods } = view.route;
  if (view.speaksGrpc) return [];
  if (methods === undefined) return [routeObjection(view, 'lets every method pass: list them')];
  return [
    ...methods
      .filter((method) => ['TRACE', 'CONNECT'].includes(method))
      .map((method) => routeObjection(view, `lets ${method} pass`)),
    ...(methods.includes('OPTIONS')
      ? []
      : [routeObjection(view, 'does not list OPTIONS, so that preflights are answered 404')]),
  ];
};

const stripProblems = (view: RouteView): Problem[] => {
  const web = view.find('grpc-web');
  if (view.route.strip_path) {
    return web === undefined
      ? [routeObjection(view, 'cuts the path that the service needs: strip_path is not false')]
      : [];
  }
  return web === undefined
    ? []
    : [routeObjection(view, 'is of gRPC-web and does not cut its prefix: strip_path is false')];
};

const reachProblems = (view: RouteView): Problem[] => {
  const { paths } = view.route;
  if (paths === undefined)
    return [routeObjection(view, 'has no paths, so that it takes every one')];
  const reached = new Set<string>([
    ...inside.filter((path) => paths.some((routePath) => pathMatches(routePath, path))),
    ...paths.filter((path) =>
      insideFolders.some((folder) => path.replace('~', '').startsWith(folder)),
    ),
  ]);
  return [...reached].map((path) =>
    routeObjection(view, `lets callers reach ${path}, which is for machines only`),
  );
};

/** What is left of a pattern without escapes, classes and groups. */
const outermostOf = (pattern: string): string => {
  const plain = pattern.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  const group = /\([^()]*\)/g;
  let rest = plain;
  while (group.test(rest)) rest = rest.replace(group, '');
  return rest;
};

/** Kong anchors a pattern at its beginning, and so only the first of several. */
const patternProblems = (view: RouteView): Problem[] =>
  (view.route.paths ?? [])
    .filter((path) => path.startsWith('~') && outermostOf(path).includes('|'))
    .map((path) =>
      routeObjection(view, `matches anywhere after the first |: put ${path.slice(1)} in brackets`),
    );

const answerProblems = (view: RouteView): Problem[] =>
  view.isProxied || view.find('request-termination') !== undefined
    ? []
    : [routeObjection(view, 'has neither a service nor request-termination, which would answer')];

/** What a route lets pass, and where it leads. */
export const routeRules = (_: Declaration, views: readonly RouteView[]): Problem[] =>
  views.flatMap((view) => [
    ...methodProblems(view),
    ...stripProblems(view),
    ...reachProblems(view),
    ...patternProblems(view),
    ...answerProblems(view),
  ]);
