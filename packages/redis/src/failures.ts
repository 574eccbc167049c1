import { types } from 'node:util';
import { DomainError, type ErrorDefinition } from '@accounting/kernel';

/** Failures that are Redis's, not the command's. */
export const redisErrors = {
  unavailable: {
    code: 'redis.unavailable',
    kind: 'unavailable',
    message: 'The store of short-lived data does not answer now. Try again shortly.',
  },
} as const satisfies Record<string, ErrorDefinition>;

/** What Redis answers to a command that can never be right: a defect of ours. */
const wrongCommand = /^(ERR|WRONGTYPE) /;

/** In words only: the client's own errors carry the command, with passwords and secrets in it. */
export const wordsOf = (error: unknown): string =>
  // Asked this way because errors of Node itself come from another realm when jest runs the code.
  types.isNativeError(error) ? error.message || error.name : String(error);

/** Everything but a wrong command is the server's: gone, starting, full, or closed to us. */
export const translateFailure = (error: unknown): Error => {
  if (error instanceof DomainError) return error;
  const cause = new Error(wordsOf(error));
  return wrongCommand.test(cause.message) ? cause : unavailableBecause(cause.message);
};

/** The failure as our callers know it. */
export const unavailableBecause = (reason: string): DomainError =>
  new DomainError(redisErrors.unavailable, { cause: new Error(reason) });
