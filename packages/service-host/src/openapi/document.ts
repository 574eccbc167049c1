import type { z } from 'zod';
import { publicPrefix } from '../http/public-prefix';
import { signedIn } from '../identity/authenticator';
import { isGuarded, isInternal, type GuardedRoute, type PublicRoute, type Route } from '../route';
import type { ApiDocument } from './merged-document';
import { problemComponents, problemResponsesOf } from './problem-responses';
import { SchemaCollection, type SchemaNode } from './schemas';

/** What the document says of the service as a whole. */
export interface DocumentedService {
  readonly name: string;
  readonly description: string;
  readonly routes: readonly Route[];
}

/** Other services know by `proto/` and by the host what the routes for them are. */
type DocumentedRoute = GuardedRoute | PublicRoute;

interface ObjectNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
}

const entityTagSchema = { type: 'string', pattern: '^"[0-9]{1,15}"$', examples: ['"3"'] };

const components = {
  ...problemComponents,
  securitySchemes: {
    accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  },
  headers: {
    CorrelationId: {
      description: 'The id of this request in all logs; the one that was sent, or a new one.',
      schema: { type: 'string' },
    },
    EntityTag: {
      description: 'The version of the resource, for If-Match.',
      schema: { type: 'string', examples: ['"3"'] },
    },
    Location: {
      description: 'Where what was created can be read.',
      schema: { type: 'string', format: 'uri-reference' },
    },
    IdempotencyReplayed: {
      description: 'Present when this is the first answer to the same request, given again.',
      schema: { type: 'string', enum: ['true'] },
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'Chosen by the caller; repeating a request with it has no second effect.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
    IfMatch: {
      name: 'If-Match',
      in: 'header',
      required: true,
      description: 'The ETag of the version that was read.',
      schema: entityTagSchema,
    },
    OptionalIfMatch: {
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'The ETag of the version that was read: at another one nothing is changed.',
      schema: entityTagSchema,
    },
    CorrelationId: {
      name: 'X-Correlation-ID',
      in: 'header',
      required: false,
      description: 'Names the request in all logs; made when it is absent.',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,128}$' },
    },
  },
};

const operationIdOf = (route: DocumentedRoute): string => {
  const words = route.path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return route.method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
};

const parametersFrom = (
  schema: z.ZodType | undefined,
  place: 'path' | 'query',
  { owner, schemas }: { readonly owner: string; readonly schemas: SchemaCollection },
): object[] => {
  if (schema === undefined) return [];
  const node = schemas.inlineNodeOf(schema, `${owner}${place}`) as ObjectNode;
  return Object.entries(node.properties ?? {}).map(([name, property]) => {
    const { description, ...rest } = property;
    const isRequired = place === 'path' || (node.required ?? []).includes(name);
    return {
      name,
      in: place,
      required: isRequired,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
};

const requestBodyOf = (route: DocumentedRoute, schemas: SchemaCollection): object | undefined => {
  if ('consumes' in route) {
    const stream = { schema: { type: 'string', description: 'Sent as a stream of any length.' } };
    const content = Object.fromEntries(route.consumes.map((mediaType) => [mediaType, stream]));
    return { required: true, content };
  }
  if (route.body === undefined) return undefined;
  const schema = schemas.nodeOf(route.body, `${operationIdOf(route)}Body`);
  return { required: true, content: { 'application/json': { schema } } };
};

const reference = (kind: keyof typeof components, name: string): { readonly $ref: string } => ({
  $ref: `#/components/${kind}/${name}`,
});

/** The headers that a request has to carry, or may. */
const headerParametersOf = (route: DocumentedRoute): object[] => {
  const guarded = isGuarded(route) ? route : undefined;
  const version = guarded?.version;
  return [
    ...(guarded?.idempotent === true ? [reference('parameters', 'IdempotencyKey')] : []),
    ...(version === undefined
      ? []
      : [reference('parameters', version === 'required' ? 'IfMatch' : 'OptionalIfMatch')]),
    reference('parameters', 'CorrelationId'),
  ];
};

const accessOf = (route: DocumentedRoute): string => {
  if (!isGuarded(route)) return 'Needs no access token.';
  return route.permission === signedIn
    ? 'Needs the access token of a person, and no permission.'
    : `Needs the permission \`${route.permission}\`.`;
};

const descriptionOf = (route: DocumentedRoute): string =>
  [
    route.description,
    accessOf(route),
    route.errors === undefined || route.errors.length === 0
      ? undefined
      : `Errors of its own: ${route.errors.map((code) => `\`${code}\``).join(', ')}.`,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');

const successOf = (route: DocumentedRoute, schemas: SchemaCollection): object => ({
  description: 'Done.',
  headers: {
    'X-Correlation-ID': reference('headers', 'CorrelationId'),
    ETag: reference('headers', 'EntityTag'),
    ...(route.status === 201 && { Location: reference('headers', 'Location') }),
    ...(isGuarded(route) &&
      route.idempotent === true && {
        'Idempotency-Replayed': reference('headers', 'IdempotencyReplayed'),
      }),
  },
  content: {
    'application/json': {
      schema: schemas.nodeOf(route.response, `${operationIdOf(route)}Answer`),
    },
  },
});

const operationOf = (route: DocumentedRoute, schemas: SchemaCollection): object => {
  const parameters = 'consumes' in route ? undefined : route.parameters;
  const body = requestBodyOf(route, schemas);
  const owner = operationIdOf(route);
  return {
    operationId: owner,
    tags: [route.tag],
    summary: route.summary,
    description: descriptionOf(route),
    parameters: [
      ...parametersFrom(parameters, 'path', { owner, schemas }),
      ...parametersFrom(route.query, 'query', { owner, schemas }),
      ...headerParametersOf(route),
    ],
    ...(body !== undefined && { requestBody: body }),
    responses: { [route.status ?? 200]: successOf(route, schemas), ...problemResponsesOf(route) },
    security: isGuarded(route) ? [{ accessToken: [] }] : [],
    'x-permission': isGuarded(route) ? route.permission : 'public',
  };
};

/**
 * The OpenAPI 3.1 document of a service, made from the schemas that its routes are checked with.
 */
export const openApiDocument = (service: DocumentedService): ApiDocument => {
  const schemas = new SchemaCollection();
  const paths: Record<string, Record<string, object>> = {};
  const routes = service.routes.filter((route): route is DocumentedRoute => !isInternal(route));
  for (const route of routes) {
    const path = publicPrefix + route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = operationOf(route, schemas);
  }
  const tags = [...new Set(routes.map((route) => route.tag))].map((name) => ({ name }));
  return {
    openapi: '3.1.1',
    info: { title: service.name, version: '1', description: service.description },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: { ...components, schemas: { ...components.schemas, ...schemas.components } },
  };
};
