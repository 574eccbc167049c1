import { reject, rejectAll, type Clock, type Violation } from '@accounting/kernel';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Answer, IdempotencyToken } from '../context';
import { errors, violationCodes } from '../errors';
import { requirePermission, type Authenticate } from '../identity/authenticator';
import type { JsonRoute, Route, StreamRoute } from '../route';
import { hasBody, inviteBody, mediaTypeOf, readBody, requireMediaType } from './body';
import type { Exchange } from './exchange';
import { parseJson, type ParsedJson } from './json';
import { publicPrefix } from './public-prefix';
import { parseQuery } from './query';
import { requestContext } from './request-context';
import {
  entityTagOf,
  expectedVersionFrom,
  idempotencyKeyFrom,
  reportRepeatedHeaders,
  requestHashOf,
} from './request-headers';
import { watchForStall } from './stalled-body';
import { streamedBody } from './streamed-body';
import { parsePart } from './validation';

/** What handling needs besides the route. */
export interface HandlingPolicy {
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly streamIdleTimeoutMs: number;
}

const jsonMediaTypes = ['application/json'];
const noJson: ParsedJson = { value: undefined, canonical: '' };

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Reads the query when the route or the URL has one. */
const readQuery = (
  schema: z.ZodType | undefined,
  url: string,
  violations: Violation[],
): { readonly raw: string; readonly query: unknown } => {
  const start = url.indexOf('?');
  if (schema === undefined && start === -1) return { raw: '', query: undefined };
  const values = parseQuery(url);
  if (schema !== undefined) {
    const query = parsePart(schema, values, 'query', violations);
    return { raw: JSON.stringify(values), query };
  }
  for (const field of Object.keys(values)) {
    const message = 'This parameter is not known here.';
    violations.push({ field, code: violationCodes.unknown, message });
  }
  return { raw: '', query: undefined };
};

const readBodyOf = async (
  declared: JsonRoute,
  exchange: Exchange,
  limitBytes: number,
): Promise<ParsedJson> => {
  const { request, response } = exchange;
  if (!hasBody(request)) return noJson;
  requireMediaType(request, jsonMediaTypes);
  const json = parseJson(await readBody(request, response, limitBytes));
  if (declared.body !== undefined || isEmptyObject(json.value)) return json;
  throw reject(errors.invalidRequest, { field: 'body' }, 'This operation takes no body.');
};

/**
 * The version to hold what is there against. A change that takes none refuses it: done all the
 * same, it would look as if the precondition had held.
 */
const versionFrom = (
  declared: Route,
  header: string | undefined,
  violations: Violation[],
): number | undefined => {
  const version = expectedVersionFrom(header, violations);
  if (declared.version !== undefined) {
    if (declared.version === 'optional' || header !== undefined) return version;
    throw reject(errors.versionRequired, { field: 'If-Match' });
  }
  if (version !== undefined && declared.method !== 'get') {
    const message = 'This operation is not held against a version; send it without If-Match.';
    violations.push({ field: 'If-Match', code: violationCodes.unknown, message });
  }
  return undefined;
};

const preconditions = (declared: Route, exchange: Exchange, violations: Violation[]) => {
  const { headers, rawHeaders } = exchange.request;
  reportRepeatedHeaders(rawHeaders, violations);
  const expectedVersion = versionFrom(declared, headers['if-match'], violations);
  const key =
    declared.idempotent === true
      ? idempotencyKeyFrom(headers['idempotency-key'], violations)
      : undefined;
  return { expectedVersion, key };
};

const tokenOf = (
  key: string | undefined,
  parts: readonly string[],
): IdempotencyToken | undefined =>
  key === undefined ? undefined : { key, requestHash: requestHashOf(parts) };

/** From the answer alone, so that a repeated request is told the same. */
const locationOf = (declared: Route, body: unknown): string | undefined =>
  'handle' in declared && declared.location !== undefined
    ? publicPrefix + declared.location(body)
    : undefined;

const answer = (exchange: Exchange, declared: Route, result: Answer<unknown>): void => {
  const headers: string[] = [];
  const location = locationOf(declared, result.body);
  if (location !== undefined) headers.push('Location', location);
  if (result.version !== undefined) headers.push('ETag', entityTagOf(result.version));
  if (result.replayed === true) headers.push('Idempotency-Replayed', 'true');
  exchange.answer(declared.status ?? 200, JSON.stringify(result.body), headers);
};

const handleJson = async (
  declared: JsonRoute,
  exchange: Exchange,
  policy: HandlingPolicy,
  rawParameters: Request['params'],
): Promise<Answer<unknown>> => {
  const principal = admit(declared, exchange, policy);
  exchange.limitTime(policy.requestTimeoutMs);
  const violations: Violation[] = [];
  const { expectedVersion, key } = preconditions(declared, exchange, violations);
  const parameters =
    declared.parameters && parsePart(declared.parameters, rawParameters, 'path', violations);
  const { raw, query } = readQuery(declared.query, exchange.request.url ?? '', violations);
  const json = await readBodyOf(declared, exchange, policy.bodyLimitBytes);
  const body = declared.body && parsePart(declared.body, json.value, 'body', violations);
  if (violations.length > 0) throw rejectAll(errors.invalidRequest, violations);
  const { pattern } = exchange.endpoint;
  const identity = JSON.stringify(rawParameters);
  const idempotency = tokenOf(key, [declared.method, pattern, identity, raw, json.canonical]);
  const context = requestContext(exchange, principal, policy.clock, {
    idempotency,
    expectedVersion,
  });
  return declared.handle(context, { parameters, query, body });
};

const handleStream = async (
  declared: StreamRoute,
  exchange: Exchange,
  policy: HandlingPolicy,
): Promise<Answer<unknown>> => {
  const { request, response } = exchange;
  const principal = admit(declared, exchange, policy);
  const violations: Violation[] = [];
  const { expectedVersion, key } = preconditions(declared, exchange, violations);
  const { raw, query } = readQuery(declared.query, request.url ?? '', violations);
  if (violations.length > 0) throw rejectAll(errors.invalidRequest, violations);
  requireMediaType(request, declared.consumes);
  // A body that is never held as a whole cannot be part of the hash: the key alone names the batch.
  const idempotency = tokenOf(key, [declared.method, exchange.endpoint.pattern, raw]);
  const context = requestContext(exchange, principal, policy.clock, {
    idempotency,
    expectedVersion,
  });
  const stopWatching = watchForStall(exchange, policy.streamIdleTimeoutMs);
  inviteBody(request, response);
  try {
    const body = { stream: streamedBody(request), mediaType: mediaTypeOf(request) };
    return await declared.handleStream(context, { query, body });
  } finally {
    stopWatching();
  }
};

/** The express handler of one route: admits, reads, checks, calls the use case, answers. */
export const routeHandler = (declared: Route, policy: HandlingPolicy) => {
  const handle =
    'handle' in declared
      ? (exchange: Exchange, request: Request) =>
          handleJson(declared, exchange, policy, request.params)
      : (exchange: Exchange) => handleStream(declared, exchange, policy);
  return async (exchange: Exchange, request: Request): Promise<void> => {
    try {
      answer(exchange, declared, await handle(exchange, request));
    } catch (thrown) {
      exchange.fail(thrown);
    }
  };
};

function admit(declared: Route, exchange: Exchange, policy: HandlingPolicy) {
  const principal = policy.authenticate(exchange.request.headers.authorization);
  exchange.principal = principal;
  requirePermission(principal, declared.permission);
  return principal;
}
