import { invariant } from '@accounting/kernel';
import { z } from 'zod';
import { signedIn } from '../identity/authenticator';
import { isGuarded, isInternal, type Route } from '../route';
import { internalPrefix } from './public-prefix';

const permissionPattern = /^[a-z][a-z-]*:[a-z][a-z-]*$/;

/** Schema nodes of the JSON Schema that zod writes, as far as they are looked at here. */
interface SchemaNode {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: unknown;
  readonly items?: SchemaNode;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

const childrenOf = (node: SchemaNode, place: string): [SchemaNode, string][] => [
  ...Object.entries(node.properties ?? {}).map(([name, child]): [SchemaNode, string] => [
    child,
    `${place}.${name}`,
  ]),
  ...Object.values(node.$defs ?? {}).map((child): [SchemaNode, string] => [child, place]),
  ...[
    ...(node.prefixItems ?? []),
    ...(node.anyOf ?? []),
    ...(node.oneOf ?? []),
    ...(node.allOf ?? []),
  ].map((child): [SchemaNode, string] => [child, place]),
  ...(node.items === undefined ? [] : [[node.items, `${place}[]`] as [SchemaNode, string]]),
];

/** Places where an object would let a field pass that it does not know. */
const openPlaces = (node: SchemaNode, place: string): string[] => [
  ...(node.properties !== undefined && node.additionalProperties === undefined ? [place] : []),
  ...childrenOf(node, place).flatMap(([child, at]) => openPlaces(child, at)),
];

const schemaMistakes = (schema: z.ZodType | undefined, place: string): string[] => {
  if (schema === undefined) return [];
  const node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as SchemaNode;
  return openPlaces(node, place).map(
    (open) => `${open} accepts unknown fields; use z.strictObject`,
  );
};

/** As mistakes and logs name it: routes for other services have a prefix of their own. */
const pathOf = (route: Route): string =>
  isInternal(route) ? internalPrefix + route.path : route.path;

/** What a route that takes its input as a whole declares. */
type ParsedRoute = Exclude<Route, { readonly consumes: readonly string[] }>;

const isParsed = (route: Route): route is ParsedRoute => !('consumes' in route);

const schemaMistakesOf = (route: ParsedRoute): string[] => [
  ...schemaMistakes(route.parameters, 'parameters'),
  ...schemaMistakes(route.body, 'body'),
];

const guardMistakes = (route: Route): string[] => {
  if (!isGuarded(route)) return [];
  const { permission, method, idempotent, unkeyed } = route;
  const isRepeatable = idempotent === true || unkeyed !== undefined || 'consumes' in route;
  return [
    ...(permissionPattern.test(permission) || permission === signedIn
      ? []
      : ['declares no permission of the form "resource:action"']),
    ...(method === 'post' && !isRepeatable
      ? ['is a POST but not idempotent, and does not say why it need not be']
      : []),
  ];
};

const hasUncheckedParameters = (route: Route): boolean =>
  route.path.includes(':') && !(isParsed(route) && route.parameters !== undefined);

const hasLocation = (route: Route): boolean => isParsed(route) && route.location !== undefined;

const statusOf = (route: Route): number => ('status' in route ? (route.status ?? 200) : 200);

const mistakesOf = (route: Route): string[] => [
  ...(hasLocation(route) === (statusOf(route) === 201)
    ? []
    : ['must name a location when it answers with 201, and only then']),
  ...guardMistakes(route),
  ...(hasUncheckedParameters(route) ? ['has path parameters without a schema'] : []),
  ...schemaMistakes(route.query, 'query'),
  ...(isParsed(route) ? schemaMistakesOf(route) : []),
];

/**
 * What is wrong with the declared routes, one line each: a missing permission, a POST without
 * Idempotency-Key, schemas that let unknown fields pass, the same method and path twice.
 */
export const routeMistakes = (routes: readonly Route[]): string[] => {
  const seen = new Set<string>();
  return routes.flatMap((route) => {
    const name = `${route.method.toUpperCase()} ${pathOf(route)}`;
    const repeated = seen.has(name) ? [`${name}: is declared twice`] : [];
    seen.add(name);
    return [...repeated, ...mistakesOf(route).map((mistake) => `${name}: ${mistake}`)];
  });
};

/** Refuses to start a service whose routes are declared wrongly; all mistakes at once. */
export const requireSoundRoutes = (routes: readonly Route[]): void => {
  const mistakes = routeMistakes(routes);
  invariant(mistakes.length === 0, `routes are declared soundly:\n  ${mistakes.join('\n  ')}`);
};
