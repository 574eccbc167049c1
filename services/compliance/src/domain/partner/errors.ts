import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; those of the terms are reported together. */
export const errors = {
  inputInvalid: defineError(
    'partner_input_invalid',
    'invalid_argument',
    'The partner has mistakes; each is listed with its place.',
  ),
  nameInvalid: defineError(
    'partner_name_invalid',
    'invalid_argument',
    'The name has 1 to 200 printable characters.',
  ),
  scopeAdministrative: defineError(
    'partner_scope_administrative',
    'invalid_argument',
    'A partner system never administers: admin permissions are for people.',
  ),
  scopeApproval: defineError(
    'partner_scope_approval',
    'invalid_argument',
    'Approving is a second pair of eyes, which no system has; transactions:post posts without.',
  ),
  limitInvalid: defineError(
    'partner_limit_invalid',
    'invalid_argument',
    'A limit is a whole number from 1 to 1,000,000.',
  ),
  limitsConflict: defineError(
    'partner_limits_conflict',
    'invalid_argument',
    'The limit per hour is not below the limit per minute.',
  ),
  scopesConflict: defineError(
    'partner_scopes_conflict',
    'failed_precondition',
    'Separation of duties keeps these scopes apart; register two partners.',
  ),
  reasonInvalid: defineError(
    'partner_suspension_reason_invalid',
    'invalid_argument',
    'A suspension needs a reason of 1 to 500 printable characters.',
  ),
  retirementPast: defineError(
    'partner_key_retirement_past',
    'invalid_argument',
    'A key retires now or later; leave the time out to retire it now.',
  ),

  notFound: defineError('partner_not_found', 'not_found', 'The company has no such partner.'),
  alreadyExists: defineError(
    'partner_exists',
    'already_exists',
    'There is a partner with this id already.',
  ),
  tooMany: defineError(
    'partners_too_many',
    'resource_exhausted',
    'A company has at most 100 partners that are active; suspend one first.',
  ),
  suspended: defineError(
    'partner_suspended',
    'failed_precondition',
    'The partner is suspended; resume it first.',
  ),
  notSuspended: defineError(
    'partner_not_suspended',
    'failed_precondition',
    'The partner is not suspended.',
  ),
  keyNotFound: defineError('partner_key_not_found', 'not_found', 'The partner has no such key.'),
  keyKnown: defineError(
    'partner_key_known',
    'already_exists',
    'This key was registered before, here or for another partner; make a new key pair.',
  ),
  keyRetired: defineError(
    'partner_key_retired',
    'failed_precondition',
    'The key has retired; add another one.',
  ),
  tooManyKeys: defineError(
    'partner_keys_too_many',
    'failed_precondition',
    'A partner has at most five keys in use; retire one first.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
