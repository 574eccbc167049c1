import { invariant } from '@accounting/kernel';
import { z } from 'zod';
import type { JsonRoute, Route } from '../route';

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

const jsonMistakes = (route: JsonRoute): string[] => [
  ...(route.method === 'post' && route.idempotent !== true ? ['is a POST but not idempotent'] : []),
  ...schemaMistakes(route.parameters, 'parameters'),
  ...schemaMistakes(route.body, 'body'),
];

const hasUncheckedParameters = (route: Route): boolean =>
  route.path.includes(':') && !('handle' in route && route.parameters !== undefined);

const hasLocation = (route: Route): boolean => 'handle' in route && route.location !== undefined;

const mistakesOf = (route: Route): string[] => [
  ...(hasLocation(route) === (route.status === 201)
    ? []
    : ['must name a location when it answers with 201, and only then']),
  ...(permissionPattern.test(route.permission)
    ? []
    : ['declares no permission of the form "resource:action"']),
  ...(hasUncheckedParameters(route) ? ['has path parameters without a schema'] : []),
  ...schemaMistakes(route.query, 'query'),
  ...('handle' in route ? jsonMistakes(route) : []),
];

/**
 * What is wrong with the declared routes, one line each: a missing permission, a POST without
 * Idempotency-Key, schemas that let unknown fields pass, the same method and path twice.
 */
export const routeMistakes = (routes: readonly Route[]): string[] => {
  const seen = new Set<string>();
  return routes.flatMap((route) => {
    const name = `${route.method.toUpperCase()} ${route.path}`;
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
