import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence. */
export const errors = {
  reasonInvalid: defineError(
    'reason_invalid',
    'invalid_argument',
    'Say why, in 1 to 500 printable characters.',
  ),
  tooEarly: defineError(
    'period_too_early',
    'invalid_argument',
    'The books are kept in lari, which did not exist before 1995.',
  ),
  tooLate: defineError(
    'period_too_late',
    'invalid_argument',
    'The month may begin at most one year after today.',
  ),
  yearClosed: defineError(
    'period_of_closed_year',
    'failed_precondition',
    'The year of the month is closed; reopen the year.',
  ),
  locked: defineError('period_locked', 'failed_precondition', 'The fiscal period is locked.'),
  closed: defineError('period_closed', 'failed_precondition', 'The fiscal period is closed.'),
  notClosed: defineError('period_not_closed', 'failed_precondition', 'The period is not closed.'),
  notLocked: defineError('period_not_locked', 'failed_precondition', 'The period is not locked.'),
} as const satisfies Record<string, ErrorDefinition>;
