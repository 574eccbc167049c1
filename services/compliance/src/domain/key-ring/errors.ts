import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

export const errors = {
  rotationUnderWay: defineError(
    'signing_key_rotation_under_way',
    'failed_precondition',
    'A new signing key is published already and will sign shortly. Wait until it does.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
