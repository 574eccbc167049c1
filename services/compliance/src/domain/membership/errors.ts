import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; those of the roles are reported together. */
export const errors = {
  rolesInvalid: defineError(
    'member_roles_invalid',
    'invalid_argument',
    'The roles have mistakes; each is listed with its place.',
  ),
  rolesMissing: defineError(
    'member_roles_missing',
    'invalid_argument',
    'A member has at least one role; remove the member instead.',
  ),
  roleUnknown: defineError(
    'member_role_unknown',
    'invalid_argument',
    'The company has no such role.',
  ),
  roleRepeated: defineError(
    'member_role_repeated',
    'invalid_argument',
    'The role is listed twice.',
  ),

  notFound: defineError('member_not_found', 'not_found', 'The company has no such member.'),
  alreadyMember: defineError(
    'member_exists',
    'already_exists',
    'The person is a member of the company, or invited; change their roles instead.',
  ),
  notInvited: defineError(
    'member_not_invited',
    'failed_precondition',
    'The person has accepted an invitation already.',
  ),
  invitationRefused: defineError(
    'invitation_refused',
    'invalid_argument',
    'The invitation is not known, was used or taken back, or has expired. Ask for a new one.',
  ),
  lastAdministrator: defineError(
    'last_administrator',
    'failed_precondition',
    'A company keeps one administrator at least; make somebody else one first.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
