import type { DomainError } from '@accounting/kernel';
import { errorTable, httpStatusOf } from '../error-table';

/** Members of an RFC 9457 answer, `application/problem+json`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly correlationId: string;
  readonly retryable: boolean;
  readonly violations?: DomainError['violations'];
  readonly details?: DomainError['details'];
}

/** A body with thousands of mistakes is answered with the first of them. */
const violationsMax = 100;
const retryAfterSeconds = 1;

/** The problem that an error is, for the request that caused it. */
export const problemOf = (
  error: DomainError,
  request: { readonly path: string; readonly correlationId: string; readonly hasIfMatch: boolean },
): Problem => {
  const { title, isRetryable } = errorTable[error.kind];
  const omitted = error.violations.length - violationsMax;
  const details = omitted > 0 ? { ...error.details, violationsOmitted: omitted } : error.details;
  return {
    type: `urn:accounting:problem:${error.code}`,
    title,
    status: httpStatusOf(error, request.hasIfMatch),
    detail: error.message,
    instance: request.path,
    code: error.code,
    correlationId: request.correlationId,
    retryable: isRetryable,
    ...(error.violations.length > 0 && { violations: error.violations.slice(0, violationsMax) }),
    ...(Object.keys(details).length > 0 && { details }),
  };
};

/**
 * True when the same request may be sent again after a while. After a lost race (409) that is so;
 * with a version in If-Match (412) it would lose again.
 */
const isWorthWaiting = ({ kind }: DomainError, status: number): boolean =>
  status === 429 || status === 503 || (status === 409 && errorTable[kind].isRetryable);

/** Headers that belong to a status, as name and value in turn. */
export const problemHeaders = (error: DomainError, status: number): string[] => {
  if (status === 401) {
    const reason = error.code === 'host.token_missing' ? '' : ', error="invalid_token"';
    return ['WWW-Authenticate', `Bearer realm="accounting"${reason}`];
  }
  if (!isWorthWaiting(error, status)) return [];
  const seconds = error.details['retryAfterSeconds'];
  return ['Retry-After', String(typeof seconds === 'number' ? seconds : retryAfterSeconds)];
};
