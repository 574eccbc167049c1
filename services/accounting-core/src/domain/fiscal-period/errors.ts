import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence. */
export const errors = {
  reasonInvalid: defineError(
    'reason_invalid',
    'invalid_argument',
    'Say why, in 1 to 500 printable characters.',
  ),
  locked: defineError('period_locked', 'failed_precondition', 'The fiscal period is locked.'),
  closed: defineError('period_closed', 'failed_precondition', 'The fiscal period is closed.'),
  notClosed: defineError('period_not_closed', 'failed_precondition', 'The period is not closed.'),
} as const satisfies Record<string, ErrorDefinition>;
