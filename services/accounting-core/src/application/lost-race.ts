import { DomainError } from '@accounting/kernel';

/** Somebody else did something at the same moment that has to be seen before going on. */
export const isLostRace = (error: unknown): boolean =>
  error instanceof DomainError && error.kind === 'aborted';
