import { DomainError, type ErrorDetails, type ErrorKind, type Violation } from '@accounting/kernel';
import { status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { clientErrors } from './errors';

/**
 * What an attempt says of the callee: it works, also when it refuses; it does not work; or nothing,
 * because the attempt was given up before the callee had its chance.
 */
export type Verdict = 'works' | 'fails' | 'unknown';

/** An attempt that failed: for the caller as a `DomainError`, for the breaker as a verdict. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';

  constructor(
    readonly error: DomainError,
    readonly verdict: Verdict,
  ) {
    super(error.message);
  }
}

/** What the meaning of a failure depends on. */
export interface CallCircumstances {
  /** Name of the service that was called. */
  readonly callee: string;
  /** `accounting.core.v1.AccountService/GetAccount` */
  readonly method: string;
  /** True when the call carried the token of somebody, and not only this service's. */
  readonly isOnBehalf: boolean;
  /** True when the attempt was given enough time for its deadline to speak against the callee. */
  readonly isFair: boolean;
}

/** Statuses by which a callee refuses, and the kinds that they stand for. */
const refusals: ReadonlyMap<status, ErrorKind> = new Map([
  [status.INVALID_ARGUMENT, 'invalid_argument'],
  [status.UNAUTHENTICATED, 'unauthenticated'],
  [status.PERMISSION_DENIED, 'permission_denied'],
  [status.NOT_FOUND, 'not_found'],
  [status.ALREADY_EXISTS, 'already_exists'],
  [status.FAILED_PRECONDITION, 'failed_precondition'],
  [status.ABORTED, 'aborted'],
  [status.RESOURCE_EXHAUSTED, 'resource_exhausted'],
]);

/** Statuses that a connection that breaks can leave behind as well as a callee. */
const brokenStatuses = new Set([
  status.UNAVAILABLE,
  status.CANCELLED,
  status.INTERNAL,
  status.UNKNOWN,
]);

/** Codes by which a callee's host refuses the token of the person or partner who asks. */
const userTokenCodes = new Set(['host.token_invalid', 'host.token_expired', 'host.token_revoked']);
/** The code by which it refuses the service that asks, whoever stands behind it. */
const serviceRefusedCode = 'host.service_not_allowed';

const textOf = (metadata: Metadata, name: string): string | undefined => {
  const value = metadata.get(name)[0];
  return typeof value === 'string' ? value : undefined;
};

const jsonOf = (metadata: Metadata, name: string): unknown => {
  const value = metadata.get(name)[0];
  if (!Buffer.isBuffer(value)) return undefined;
  try {
    return JSON.parse(value.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
};

/** What the callee said, word for word, under the kind that its status stands for. */
const asSaid = (kind: ErrorKind, code: string, failure: ServiceError): DomainError => {
  const violations = jsonOf(failure.metadata, 'violations-bin') as readonly Violation[] | undefined;
  const details = jsonOf(failure.metadata, 'details-bin') as ErrorDetails | undefined;
  return new DomainError(
    { code, kind, message: failure.details },
    { ...(violations && { violations }), ...(details && { details }) },
  );
};

const ownError = (
  definition: (typeof clientErrors)[keyof typeof clientErrors],
  failure: ServiceError,
  { callee, method }: CallCircumstances,
): DomainError => {
  const said = textOf(failure.metadata, 'error-code') ?? 'no error code';
  const cause = new Error(
    `${callee} ${method}: ${status[failure.code]} (${said}) ${failure.details}`,
  );
  return new DomainError(definition, { details: { callee }, cause });
};

/** True when the refusal is meant for whoever asked us, and not for this service. */
const isForOurCaller = (kind: ErrorKind, code: string, { isOnBehalf }: CallCircumstances) => {
  if (kind === 'unauthenticated') return isOnBehalf && userTokenCodes.has(code);
  if (kind === 'permission_denied') return isOnBehalf && code !== serviceRefusedCode;
  return true;
};

const refusalOf = (
  kind: ErrorKind,
  failure: ServiceError,
  circumstances: CallCircumstances,
): DomainError => {
  const code = textOf(failure.metadata, 'error-code');
  // Without a code it was not the callee who refused, but a library or a proxy on the way.
  if (code === undefined) return ownError(clientErrors.calleeFailed, failure, circumstances);
  return isForOurCaller(kind, code, circumstances)
    ? asSaid(kind, code, failure)
    : ownError(clientErrors.notAdmitted, failure, circumstances);
};

const faultOf = (failure: ServiceError, circumstances: CallCircumstances): DomainError => {
  if (failure.code === status.DEADLINE_EXCEEDED) {
    return ownError(clientErrors.deadlineExceeded, failure, circumstances);
  }
  const code = textOf(failure.metadata, 'error-code');
  if (failure.code === status.UNAVAILABLE && code !== undefined) {
    return asSaid('unavailable', code, failure);
  }
  const isBroken = code === undefined && brokenStatuses.has(failure.code);
  const definition = isBroken ? clientErrors.calleeUnavailable : clientErrors.calleeFailed;
  return ownError(definition, failure, circumstances);
};

/**
 * A failure as gRPC reports it, for our caller:
 *
 * - What the callee refuses keeps its kind, code, message, violations and details.
 * - A refusal of this service itself, or of a token that no caller of ours has shown, is a defect
 *   of ours: `internal`. Our caller's token is bad only when the callee says so of that token.
 * - `unavailable` and `deadline_exceeded` stay what they are; whatever looks like a connection that
 *   broke is `unavailable`, too.
 * - A defect of the callee is `internal`: repeating the request would meet it again. It is never
 *   shown as a mistake of our caller.
 *
 * Sources: https://grpc.github.io/grpc/core/md_doc_statuscodes.html; the metadata are those of
 * `toGrpcError` in service-host.
 */
export const callFailureOf = (
  failure: ServiceError,
  circumstances: CallCircumstances,
): CallFailure => {
  const kind = refusals.get(failure.code);
  if (kind !== undefined) {
    return new CallFailure(refusalOf(kind, failure, circumstances), 'works');
  }
  const isHasty = failure.code === status.DEADLINE_EXCEEDED && !circumstances.isFair;
  return new CallFailure(faultOf(failure, circumstances), isHasty ? 'unknown' : 'fails');
};
