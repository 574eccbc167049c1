import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; those of the input are reported together. */
export const errors = {
  inputInvalid: defineError(
    'role_input_invalid',
    'invalid_argument',
    'The role has mistakes; each is listed with its place.',
  ),
  nameInvalid: defineError(
    'role_name_invalid',
    'invalid_argument',
    'Each name has 1 to 200 printable characters.',
  ),
  permissionsMissing: defineError(
    'role_permissions_missing',
    'invalid_argument',
    'A role has at least one permission.',
  ),
  permissionUnknown: defineError(
    'permission_unknown',
    'invalid_argument',
    'There is no such permission; GET /compliance/permissions lists all.',
  ),
  permissionRepeated: defineError(
    'permission_repeated',
    'invalid_argument',
    'The permission is listed twice.',
  ),

  notFound: defineError('role_not_found', 'not_found', 'The company has no such role.'),
  alreadyExists: defineError(
    'role_exists',
    'already_exists',
    'There is a role with this id already.',
  ),
  nameTaken: defineError(
    'role_name_taken',
    'already_exists',
    'Another role of the company has this name.',
  ),
  standard: defineError(
    'role_standard',
    'failed_precondition',
    'Standard roles are the same in every company; define a role of your own instead.',
  ),
  retired: defineError('role_retired', 'failed_precondition', 'The role is retired.'),
  held: defineError(
    'role_held',
    'failed_precondition',
    'Members hold the role; give them others first.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
