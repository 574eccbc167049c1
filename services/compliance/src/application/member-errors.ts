import { defineError } from '../domain/error-definition';

export const errors = {
  accountInUse: defineError(
    'account_in_use',
    'failed_precondition',
    'The person has signed in before, or belongs to another company too. They set a new ' +
      'password themselves, with POST /auth/password-reset-requests.',
  ),
} as const;
