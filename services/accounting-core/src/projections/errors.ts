import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../domain/error-definition';

/** Rules that only the committing transaction can judge. */
export const errors = {
  importInProgress: defineError(
    'import_in_progress',
    'failed_precondition',
    'A bulk import is being applied; change accounts, periods and settings when it is done.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
