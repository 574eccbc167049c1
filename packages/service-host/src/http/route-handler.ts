import { reject, rejectAll, type Violation } from '@accounting/kernel';
import type { Request } from 'express';
import type { Answer, IdempotencyToken } from '../context';
import { errors, violationCodes } from '../errors';
import { requirePermission } from '../identity/authenticator';
import { isGuarded, isInternal, type GuardedRoute, type JsonRoute } from '../route';
import type { Route, StreamRoute } from '../route';
import { inviteBody, mediaTypeOf, requireMediaType } from './body';
import type { Exchange } from './exchange';
import type { HandlingPolicy } from './handling-policy';
import { handleInternal } from './internal-handler';
import { handlePublic } from './public-handler';
import { requestContext } from './request-context';
import {
  expectedVersionFrom,
  idempotencyKeyFrom,
  reportRepeatedHeaders,
  requestHashOf,
} from './request-headers';
import { answerHeaders, readParts, readQuery } from './request-parts';
import { watchForStall } from './stalled-body';
import { streamedBody } from './streamed-body';

/**
 * The version to hold what is there against. A change that takes none refuses it: done all the
 * same, it would look as if the precondition had held.
 */
const versionFrom = (
  declared: GuardedRoute,
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

const preconditions = (declared: GuardedRoute, exchange: Exchange, violations: Violation[]) => {
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

const admit = (declared: GuardedRoute, exchange: Exchange, policy: HandlingPolicy) => {
  const principal = policy.authenticate(exchange.request.headers);
  exchange.principal = principal;
  requirePermission(principal, declared.permission);
  return principal;
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
  const { bodyLimitBytes } = policy;
  const parts = await readParts(declared, exchange, rawParameters, { bodyLimitBytes, violations });
  const { pattern } = exchange.endpoint;
  const identity = JSON.stringify(rawParameters);
  const context = requestContext(exchange, principal, policy.clock, {
    idempotency: tokenOf(key, [
      declared.method,
      pattern,
      identity,
      parts.rawQuery,
      parts.json.canonical,
    ]),
    expectedVersion,
  });
  return declared.handle(context, parts);
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
  const { rawQuery, query } = readQuery(declared.query, request.url ?? '', violations);
  if (violations.length > 0) throw rejectAll(errors.invalidRequest, violations);
  requireMediaType(request, declared.consumes);
  // A body that is never held as a whole cannot be part of the hash: the key alone names the batch.
  const idempotency = tokenOf(key, [declared.method, exchange.endpoint.pattern, rawQuery]);
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

type Handler = (
  exchange: Exchange,
  rawParameters: Request['params'],
  policy: HandlingPolicy,
) => Promise<void>;

const guardedHandler =
  (declared: GuardedRoute): Handler =>
  async (exchange, rawParameters, policy) => {
    const result =
      'handle' in declared
        ? await handleJson(declared, exchange, policy, rawParameters)
        : await handleStream(declared, exchange, policy);
    const headers = answerHeaders(declared, result);
    exchange.answer(declared.status ?? 200, JSON.stringify(result.body), headers);
  };

const handlerOf = (declared: Route): Handler => {
  if (isGuarded(declared)) return guardedHandler(declared);
  return isInternal(declared) ? handleInternal(declared) : handlePublic(declared);
};

/** The express handler of one route: admits, reads, checks, calls the use case, answers. */
export const routeHandler = (declared: Route, policy: HandlingPolicy) => {
  const handle = handlerOf(declared);
  return async (exchange: Exchange, request: Request): Promise<void> => {
    try {
      await handle(exchange, request.params, policy);
    } catch (thrown) {
      exchange.fail(thrown);
    }
  };
};
