import type { Declaration, PluginNamed, Problem } from '../declaration/declaration';
import { instancesOf, pluginObjection, routeObjection, type RouteView } from './route-view';

const onThisMachine = ['localhost', '127.0.0.1', '[::1]'];

/** What is wrong with an origin, as a sentence about it; `undefined` when a browser may send it. */
export const originProblem = (text: string): string | undefined => {
  if (text.includes('*')) return `"${text}" stands for any site: name each origin`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.origin !== text) return `"${text}" is no origin: scheme, host and port, nothing more`;
  if (url.protocol === 'https:' || onThisMachine.includes(url.hostname)) return undefined;
  return `"${text}" is not of https, so that anyone on the way may speak for it`;
};

const corsProblems = (plugin: PluginNamed<'cors'>): string[] => {
  const { origins = [], headers = [], methods } = plugin.config;
  return [
    ...origins.flatMap((origin) => originProblem(origin) ?? []),
    ...(new Set(origins).size < 2
      ? ['names fewer than two origins: Kong answers a single one to every site, none is any']
      : []),
    ...(headers.length === 0 ? ['allows every header: list them'] : []),
    ...methods
      .filter((method) => method === 'TRACE' || method === 'CONNECT')
      .map((method) => `allows ${method}`),
    ...(plugin.config.preflight_continue ? ['asks the service about preflights'] : []),
  ];
};

const webProblems = (view: RouteView): Problem[] => {
  const web = view.find('grpc-web');
  if (web === undefined) return [];
  const { allow_origin_header: origin, pass_stripped_path: passes } = web.config;
  return [
    ...(view.find('cors')?.config.origins?.includes(origin)
      ? []
      : [routeObjection(view, `answers browsers with the origin "${origin}", unknown to cors`)]),
    ...(passes
      ? []
      : [routeObjection(view, 'passes the prefix of gRPC-web on: pass_stripped_path is not true')]),
  ];
};

/** Which sites a browser lets read our answers: those that are named, and nobody else. */
export const originRules = (declaration: Declaration, views: readonly RouteView[]): Problem[] => [
  ...instancesOf(declaration, 'cors').flatMap((plugin) =>
    corsProblems(plugin).map((message) => pluginObjection(plugin, message)),
  ),
  ...views
    .filter((view) => !view.speaksGrpc && view.find('cors') === undefined)
    .map((view) => routeObjection(view, 'has no cors, so that no front end can read it')),
  ...views.flatMap(webProblems),
];
