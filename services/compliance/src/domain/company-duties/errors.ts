import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; those of the input are reported together. */
export const errors = {
  inputInvalid: defineError(
    'duty_rule_input_invalid',
    'invalid_argument',
    'The rule has mistakes; each is listed with its place.',
  ),
  permissionUnknown: defineError(
    'duty_rule_permission_unknown',
    'invalid_argument',
    'There is no such permission; GET /compliance/permissions lists all.',
  ),
  permissionsSame: defineError(
    'duty_rule_permissions_same',
    'invalid_argument',
    'A rule keeps two different permissions apart.',
  ),
  notCompared: defineError(
    'duty_rule_not_compared',
    'invalid_argument',
    'No service compares who used these two on one object.',
  ),
  reasonInvalid: defineError(
    'duty_rule_reason_invalid',
    'invalid_argument',
    'The reason has 1 to 500 printable characters.',
  ),
  notFound: defineError('duty_rule_not_found', 'not_found', 'The company has no such rule.'),
  alreadyExists: defineError(
    'duty_rule_exists',
    'already_exists',
    'A rule of the same scope keeps these permissions apart already.',
  ),
  fourEyes: defineError(
    'duty_rule_is_policy',
    'failed_precondition',
    'Four eyes on transactions are part of the policy; change PUT /compliance/policy.',
  ),
  disabled: defineError('duty_rule_disabled', 'failed_precondition', 'The rule is disabled.'),
  enabled: defineError('duty_rule_enabled', 'failed_precondition', 'The rule is in force.'),
  tooMany: defineError(
    'duty_rules_too_many',
    'resource_exhausted',
    'A company has at most 100 rules of its own.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
