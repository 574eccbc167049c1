import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../domain/error-definition';

/** Rules that only the committing transaction can judge, in order of precedence. */
export const errors = {
  importInProgress: defineError(
    'import_in_progress',
    'failed_precondition',
    'A bulk import is being applied; accounts, periods and settings can be changed when it is done.',
  ),
  accountCodeTaken: defineError(
    'account_code_taken',
    'already_exists',
    'Another account of the company has this code.',
  ),
  accountHasBalance: defineError(
    'account_has_balance',
    'failed_precondition',
    'The account has a balance; bring it to zero in every currency before deactivating it.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
