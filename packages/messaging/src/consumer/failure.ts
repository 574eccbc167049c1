import { DomainError, type ErrorKind } from '@accounting/kernel';

/** Why a fact could not be handled, as it is kept. */
export interface Failure {
  /** Trying again may help, however often it failed. */
  readonly isTemporary: boolean;
  readonly reason: string;
  readonly stack?: string;
}

const temporaryKinds: ReadonlySet<ErrorKind> = new Set([
  'unavailable',
  'deadline_exceeded',
  'aborted',
  'resource_exhausted',
] satisfies ErrorKind[]);

const reasonLengthMax = 2_000;
const stackLengthMax = 8_000;

const textOf = (error: unknown): string => {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
};

/** PostgreSQL takes no null characters. */
const storable = (text: string, lengthMax: number): string =>
  text.replaceAll('\0', '\uFFFD').slice(0, lengthMax);

/** What is kept of whatever was thrown. */
export const failureOf = (error: unknown): Failure => ({
  isTemporary: error instanceof DomainError && temporaryKinds.has(error.kind),
  reason: storable(textOf(error), reasonLengthMax),
  ...(error instanceof Error &&
    error.stack !== undefined && { stack: storable(error.stack, stackLengthMax) }),
});
