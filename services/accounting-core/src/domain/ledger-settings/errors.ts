import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence; those of the accounts are reported together. */
export const errors = {
  waiverReasonInvalid: defineError(
    'four_eyes_reason_invalid',
    'invalid_argument',
    'Waiving the second pair of eyes needs a reason of 1 to 500 printable characters.',
  ),
  accountsInvalid: defineError(
    'ledger_accounts_invalid',
    'failed_precondition',
    'The ledger cannot post to these accounts; each is listed with its place.',
  ),
  accountUnknown: defineError(
    'account_unknown',
    'failed_precondition',
    'The company has no such account.',
  ),
  accountUnsuitable: defineError(
    'ledger_account_unsuitable',
    'failed_precondition',
    'The account is of the wrong type: retained earnings are equity, the others income or expense.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
