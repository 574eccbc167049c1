import type { Declaration, PluginNamed, Problem } from '../declaration/declaration';
import {
  gatewaySecretHeader,
  identityHeadersOfNobody,
  identityHeadersOfToken,
} from './identity-headers';
import { knownFunctions } from './known-functions';
import {
  instancesOf,
  objection,
  pluginObjection,
  routeObjection,
  type RouteView,
} from './route-view';

type Transformer = PluginNamed<'request-transformer'>;

const identityHeaders = [...identityHeadersOfToken, ...identityHeadersOfNobody];
const securityHeaders = [
  ...['Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options'],
  ...['Referrer-Policy', 'Content-Security-Policy'],
];
const correlationHeader = 'X-Correlation-ID';

/** `X-A:b` and `X-A` name the header `x-a`. */
const nameIn = (entry: string): string => (entry.split(':', 1)[0] ?? '').toLowerCase();
const naming = (entries: readonly string[], header: string): boolean =>
  entries.some((entry) => nameIn(entry) === header.toLowerCase());

const strippingProblems = (view: RouteView): Problem[] =>
  view.findAll('request-transformer').flatMap((instance) => {
    const wanted = view.needsToken ? identityHeadersOfNobody : identityHeaders;
    const removed = instance?.config.remove.headers ?? [];
    return wanted
      .filter((header) => !naming(removed, header))
      .map((header) => routeObjection(view, `passes on a client’s own ${header}`));
  });

/** On routes with a token the consumer’s headers are set by now: these are the truth. */
const removalProblems = (view: RouteView): Problem[] =>
  view.needsToken
    ? view
        .findAll('request-transformer')
        .flatMap((instance) =>
          identityHeadersOfToken
            .filter((header) => naming(instance?.config.remove.headers ?? [], header))
            .map((header) => routeObjection(view, `removes ${header}, which plugin jwt has set`)),
        )
    : [];

const written = ({ config }: Transformer): readonly (readonly [verb: string, entry: string])[] => [
  ...config.rename.headers.map((entry) => ['renames to', entry.split(':')[1] ?? ''] as const),
  ...config.replace.headers.map((entry) => ['replaces', entry] as const),
  ...config.append.headers.map((entry) => ['appends to', entry] as const),
  ...config.add.headers.map((entry) => ['adds', entry] as const),
];

const claimProblems = (plugin: Transformer): Problem[] =>
  written(plugin)
    .filter(([verb, entry]) => {
      const isSecret = verb === 'adds' && nameIn(entry) === gatewaySecretHeader.toLowerCase();
      return !isSecret && naming(identityHeaders, nameIn(entry));
    })
    .map(([verb, entry]) =>
      pluginObjection(plugin, `${verb} ${nameIn(entry)}, which says who calls`),
    );

/** `add` keeps what a client has sent, unless it was removed before. */
const forgedProblems = (plugin: Transformer): Problem[] =>
  plugin.config.add.headers
    .filter((entry) => !naming(plugin.config.remove.headers, nameIn(entry)))
    .map((entry) =>
      pluginObjection(plugin, `adds ${nameIn(entry)} without removing what a client has sent`),
    );

const functionProblems = (declaration: Declaration): Problem[] => {
  const instances = instancesOf(declaration, 'pre-function');
  const [first, ...others] = instances;
  if (first === undefined) return [objection('plugin', 'pre-function', 'is missing')];
  const { access, ...phases } = first.config;
  const isKnown =
    Object.values(phases).every((functions) => functions.length === 0) &&
    JSON.stringify(access) === JSON.stringify(knownFunctions);
  return [
    ...(isKnown ? [] : [pluginObjection(first, 'runs something else than the known functions')]),
    ...((first.service ?? first.route) ? [pluginObjection(first, 'does not run everywhere')] : []),
    ...others.map((other) => pluginObjection(other, 'replaces the one that runs everywhere')),
  ];
};

const correlationProblems = (view: RouteView): Problem[] =>
  view.findAll('correlation-id').flatMap((instance) => {
    const config = instance?.config;
    const isRight =
      config?.header_name === correlationHeader &&
      config.generator === 'uuid' &&
      config.echo_downstream;
    return isRight
      ? []
      : [routeObjection(view, `does not give each request an ${correlationHeader} and tell it`)];
  });

const securityProblems = (view: RouteView): Problem[] =>
  view
    .findAll('response-transformer')
    .flatMap((instance) =>
      securityHeaders
        .filter((header) => !naming(instance?.config.add.headers ?? [], header))
        .map((header) => routeObjection(view, `answers without ${header}`)),
    );

/** Which headers reach a service and a client: nobody says who they are but by a token. */
export const headerRules = (declaration: Declaration, views: readonly RouteView[]): Problem[] => [
  ...functionProblems(declaration),
  ...instancesOf(declaration, 'request-transformer').flatMap((plugin) => [
    ...claimProblems(plugin),
    ...forgedProblems(plugin),
  ]),
  ...views
    .filter(({ isProxied }) => isProxied)
    .flatMap((view) => [...strippingProblems(view), ...removalProblems(view)]),
  ...views.flatMap((view) => [...correlationProblems(view), ...securityProblems(view)]),
];
