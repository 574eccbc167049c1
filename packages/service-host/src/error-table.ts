import { DomainError, type ErrorKind } from '@accounting/kernel';
import { status as grpcStatus } from '@grpc/grpc-js';
import { errors } from './errors';

interface ErrorRow {
  readonly httpStatus: number;
  readonly grpcStatus: grpcStatus;
  /** True when the same request, unchanged, may succeed later. */
  readonly isRetryable: boolean;
  /** RFC 9457 title: the same for every error of the kind. */
  readonly title: string;
}

/** The only place where a kind of error meets a protocol. */
export const errorTable: Readonly<Record<ErrorKind, ErrorRow>> = {
  invalid_argument: row(400, grpcStatus.INVALID_ARGUMENT, false, 'Invalid request'),
  unauthenticated: row(401, grpcStatus.UNAUTHENTICATED, false, 'Not authenticated'),
  permission_denied: row(403, grpcStatus.PERMISSION_DENIED, false, 'Not permitted'),
  not_found: row(404, grpcStatus.NOT_FOUND, false, 'Not found'),
  already_exists: row(409, grpcStatus.ALREADY_EXISTS, false, 'Exists already'),
  failed_precondition: row(422, grpcStatus.FAILED_PRECONDITION, false, 'Not possible now'),
  aborted: row(409, grpcStatus.ABORTED, true, 'Changed meanwhile'),
  resource_exhausted: row(429, grpcStatus.RESOURCE_EXHAUSTED, true, 'Limit reached'),
  deadline_exceeded: row(504, grpcStatus.DEADLINE_EXCEEDED, true, 'Took too long'),
  unavailable: row(503, grpcStatus.UNAVAILABLE, true, 'Unavailable'),
  internal: row(500, grpcStatus.INTERNAL, false, 'Internal error'),
};

/** HTTP has finer words than the kinds for mistakes in the message itself. */
const httpStatusByCode: ReadonlyMap<string, number> = new Map<string, number>([
  [errors.methodNotAllowed.code, 405],
  [errors.bodyTimedOut.code, 408],
  [errors.bodyTooLarge.code, 413],
  [errors.unsupportedMediaType.code, 415],
  [errors.versionRequired.code, 428],
]);

/** The HTTP status of an error; a lost race is 412 when the caller named a version in If-Match. */
export const httpStatusOf = (error: DomainError, hasIfMatch: boolean): number => {
  if (error.kind === 'aborted' && hasIfMatch) return 412;
  return httpStatusByCode.get(error.code) ?? errorTable[error.kind].httpStatus;
};

/**
 * Anything thrown, as a `DomainError`: what we did not foresee becomes `internal` without a word of
 * it.
 */
export const toDomainError = (thrown: unknown): DomainError =>
  thrown instanceof DomainError ? thrown : new DomainError(errors.internal, { cause: thrown });

function row(
  httpStatus: number,
  grpcCode: grpcStatus,
  isRetryable: boolean,
  title: string,
): ErrorRow {
  return { httpStatus, grpcStatus: grpcCode, isRetryable, title };
}
