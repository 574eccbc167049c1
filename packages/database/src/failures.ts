import { types } from 'node:util';
import { DomainError, type ErrorDefinition } from '@accounting/kernel';

/** Failures that are the database's, not the statement's. */
export const databaseErrors = {
  unavailable: {
    code: 'database.unavailable',
    kind: 'unavailable',
    message: 'The database does not answer now. Try again shortly.',
  },
  deadlineExceeded: {
    code: 'database.deadline_exceeded',
    kind: 'deadline_exceeded',
    message: 'The database took too long. Try again, or ask for less at a time.',
  },
  aborted: {
    code: 'database.aborted',
    kind: 'aborted',
    message: 'Another change was made at the same moment. Try again.',
  },
} as const satisfies Record<string, ErrorDefinition>;

type Failure = keyof typeof databaseErrors;

/** SQLSTATE (five characters) and Node's network error codes. */
const failureByCode: Readonly<Record<string, Failure>> = {
  '25P03': 'deadlineExceeded',
  '25P04': 'deadlineExceeded',
  '40001': 'aborted',
  '40P01': 'aborted',
  '55P03': 'aborted',
  '57014': 'deadlineExceeded',
  '57P01': 'unavailable',
  '57P02': 'unavailable',
  '57P03': 'unavailable',
  '57P05': 'unavailable',
  EAI_AGAIN: 'unavailable',
  ECONNABORTED: 'unavailable',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ENETUNREACH: 'unavailable',
  ENOTFOUND: 'unavailable',
  EPIPE: 'unavailable',
  ETIMEDOUT: 'unavailable',
};

/** Class 08: connection exception; class 53: insufficient resources (connections, disk, memory). */
const unavailableClass = /^(08|53)...$/;

/** What `pg` and its pool say in words only. */
const unavailableMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed',
  'Cannot use a pool after',
];

const failureOf = (error: Error & { code?: unknown }): Failure | undefined => {
  if (typeof error.code === 'string') {
    if (unavailableClass.test(error.code)) return 'unavailable';
    return failureByCode[error.code];
  }
  const isUnavailable = unavailableMessages.some((start) => error.message.startsWith(start));
  return isUnavailable ? 'unavailable' : undefined;
};

/** The error as a `DomainError` when the database is at fault, else the error unchanged. */
export const translateFailure = (error: unknown): unknown => {
  // Asked this way because errors of Node itself come from another realm when jest runs the code.
  if (!types.isNativeError(error) || error instanceof DomainError) return error;
  const failure = failureOf(error);
  return failure === undefined ? error : new DomainError(databaseErrors[failure], { cause: error });
};

/** True when the connection that reported it must not be used again. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof DomainError &&
  (error.code === databaseErrors.unavailable.code || codeOf(error.cause) === '25P03');

const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
