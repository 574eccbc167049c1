import { isGuarded, type GuardedRoute, type PublicRoute } from '../route';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'correlationId', 'retryable'],
  properties: {
    type: { type: 'string', examples: ['urn:accounting:problem:host.invalid_request'] },
    title: { type: 'string', description: 'The same for all errors of a kind.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong, for a person.' },
    instance: { type: 'string', description: 'The path that was asked for.' },
    code: {
      type: 'string',
      description: 'Stable name of the error, `<service>.<reason>`; programs go by this.',
    },
    correlationId: { type: 'string', description: 'Quote it when you report the problem.' },
    retryable: {
      type: 'boolean',
      description: 'True when the same request, unchanged, may succeed later.',
    },
    violations: {
      type: 'array',
      description: 'Every mistake in the input, at most 100.',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: {
          field: { type: 'string', examples: ['entries[0].debit'] },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
    details: { type: 'object', description: 'Facts about the failure.' },
  },
};

const descriptions: Readonly<Record<number, string>> = {
  400: 'The request contains mistakes; `violations` names them.',
  401: 'No access token, or one that is not accepted.',
  403: 'The access token lacks the permission.',
  404: 'The thing named does not exist, or not for this company.',
  408: 'The body did not arrive in time, and nothing was done; send the request again.',
  409: 'It exists already, or somebody else was faster; Retry-After is sent when to try again.',
  412: 'It is no longer at the version in If-Match.',
  413: 'The body is too large.',
  415: 'The body has another content type than the operation takes.',
  422: 'Not possible in the present state.',
  428: 'If-Match is required.',
  429: 'A limit was reached; Retry-After says when to try again.',
  500: 'A defect of ours.',
  503: 'A part we depend on does not answer; Retry-After says when to try again.',
  504: 'It took too long; repeat it with the same Idempotency-Key.',
};

const headersOf = (status: number): object => ({
  'X-Correlation-ID': { $ref: '#/components/headers/CorrelationId' },
  ...((status === 409 || status === 429 || status === 503) && {
    'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  }),
  ...(status === 401 && {
    'WWW-Authenticate': { description: 'The scheme to use.', schema: { type: 'string' } },
  }),
});

/** The schema and the responses that all operations share. */
export const problemComponents = {
  schemas: { Problem: problemSchema },
  responses: Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [
      `Problem${status}`,
      {
        description,
        headers: headersOf(Number(status)),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  ),
};

type DocumentedRoute = GuardedRoute | PublicRoute;

/**
 * What a body that is too large, late or of another type is answered with; also where none is
 * taken, because one that is sent all the same is held against the same demands.
 */
const bodyStatusesOf = (route: DocumentedRoute): readonly number[] =>
  // Of a stream that stalls a part may have taken effect: it is given up with 504.
  'consumes' in route ? [413, 415] : [408, 413, 415];

const takesBody = (route: DocumentedRoute): boolean =>
  'consumes' in route || route.body !== undefined;

const versionStatusesOf = (route: DocumentedRoute): readonly number[] => {
  if (!isGuarded(route) || route.version === undefined) return [];
  return route.version === 'required' ? [412, 428] : [412];
};

/** References to the problems that a route may answer with. */
export const problemResponsesOf = (
  route: DocumentedRoute,
): Record<string, { readonly $ref: string }> => {
  const changesState = route.method !== 'get';
  const statuses = [
    ...[400, 401, 403],
    // A body names things as well as a path does; and a route without either may read the one thing
    // of its kind that a company has, or lacks.
    ...(route.path.includes(':') || takesBody(route) || !changesState ? [404] : []),
    ...(changesState ? [409, 422] : []),
    ...bodyStatusesOf(route),
    ...versionStatusesOf(route),
    ...[429, 500, 503, 504],
  ];
  return Object.fromEntries(
    statuses
      .sort((one, other) => one - other)
      .map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
  );
};
