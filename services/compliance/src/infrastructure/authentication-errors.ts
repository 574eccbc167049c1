import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../domain/error-definition';

export const errors = {
  tooManySignIns: defineError(
    'too_many_sign_ins',
    'resource_exhausted',
    'Too many people sign in at this moment. Try again in a few seconds.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
