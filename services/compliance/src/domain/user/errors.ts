import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence: existence, then what stands in the way. */
export const errors = {
  userUnknown: defineError('user_unknown', 'not_found', 'There is no such person.'),
  userRegistered: defineError(
    'user_registered',
    'already_exists',
    'The person is registered already.',
  ),
  userDeactivated: defineError(
    'user_deactivated',
    'failed_precondition',
    'The account of this person is deactivated. Reactivate it first.',
  ),
  passwordChosen: defineError(
    'user_password_chosen',
    'failed_precondition',
    'You have chosen a password already: leave the new one out. If you have forgotten it, ask ' +
      'for a message to set another one.',
  ),
  ownAccount: defineError(
    'own_account',
    'failed_precondition',
    'Nobody deactivates their own account: another administrator has to do it.',
  ),
  secondFactorEnabled: defineError(
    'second_factor_enabled',
    'failed_precondition',
    'A second factor is set up already. Remove it first to set up another one.',
  ),
  secondFactorMissing: defineError(
    'second_factor_missing',
    'failed_precondition',
    'No second factor is set up.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
