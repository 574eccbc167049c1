import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/**
 * In order of precedence. The first group is about the input and is reported together; then comes
 * whether the account exists, then what stands in the way.
 */
export const errors = {
  inputInvalid: defineError(
    'account_input_invalid',
    'invalid_argument',
    'The account has mistakes; each is listed with its place.',
  ),
  codeInvalid: defineError(
    'account_code_invalid',
    'invalid_argument',
    'A code has 1 to 20 of the characters 0-9, A-Z, point and hyphen.',
  ),
  nameInvalid: defineError(
    'account_name_invalid',
    'invalid_argument',
    'Each name has 1 to 200 printable characters.',
  ),
  normalBalanceConflict: defineError(
    'normal_balance_conflict',
    'invalid_argument',
    'The normal balance is not that of the type; use the contra type for the other side.',
  ),
  ifrsLineInvalid: defineError(
    'ifrs_line_invalid',
    'invalid_argument',
    'The IFRS line has 1 to 200 printable characters.',
  ),
  metadataInvalid: defineError(
    'account_metadata_invalid',
    'invalid_argument',
    'Metadata has at most 20 pairs: names of 1 to 64 characters, values of at most 500.',
  ),

  notFound: defineError('account_not_found', 'not_found', 'There is no such account.'),
  alreadyExists: defineError(
    'account_already_exists',
    'already_exists',
    'There is an account with this id already.',
  ),
  codeTaken: defineError(
    'account_code_taken',
    'already_exists',
    'Another account of the company has this code.',
  ),
  inactive: defineError(
    'account_inactive',
    'failed_precondition',
    'The account is inactive; reactivate it first.',
  ),
  alreadyActive: defineError(
    'account_already_active',
    'failed_precondition',
    'The account is active.',
  ),

  parentUnknown: defineError(
    'parent_account_unknown',
    'failed_precondition',
    'The company has no such parent account.',
  ),
  parentInactive: defineError(
    'parent_account_inactive',
    'failed_precondition',
    'The parent account is inactive; reactivate it or choose another.',
  ),
  parentIsDescendant: defineError(
    'account_under_itself',
    'failed_precondition',
    'An account cannot stand below itself or below an account that stands below it.',
  ),
  parentOfOtherElement: defineError(
    'parent_account_of_other_element',
    'failed_precondition',
    'An account stands below accounts of its own element: assets below assets, and so on.',
  ),

  currencyInUse: defineError(
    'account_has_other_currency',
    'failed_precondition',
    'The account has a balance in another currency; clear it before you restrict the account.',
  ),
  hasBalance: defineError(
    'account_has_balance',
    'failed_precondition',
    'The account has a balance; clear it before you deactivate the account.',
  ),
  hasActiveChildren: defineError(
    'account_has_active_children',
    'failed_precondition',
    'Accounts below it are active; deactivate or move them first.',
  ),
  usedBySettings: defineError(
    'account_used_by_settings',
    'failed_precondition',
    'The ledger posts to this account by itself; choose another in the settings first.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
