import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';

/** In order of precedence. */
export const errors = {
  yearInvalid: defineError(
    'fiscal_year_invalid',
    'invalid_argument',
    'The year must be a whole number from 1995 to the present year.',
  ),
  reasonInvalid: defineError(
    'reason_invalid',
    'invalid_argument',
    'Say why, in 1 to 500 printable characters.',
  ),
  notOver: defineError(
    'fiscal_year_not_over',
    'failed_precondition',
    'The year is not over in Tbilisi; it can be closed after its last day.',
  ),
  alreadyClosed: defineError(
    'fiscal_year_already_closed',
    'failed_precondition',
    'The fiscal year is closed already.',
  ),
  notClosed: defineError(
    'fiscal_year_not_closed',
    'failed_precondition',
    'The fiscal year is not closed.',
  ),
  laterYearClosed: defineError(
    'later_fiscal_year_closed',
    'failed_precondition',
    'A later fiscal year is closed; reopen the latest one first.',
  ),
  periodsOpen: defineError(
    'fiscal_year_has_open_periods',
    'failed_precondition',
    'Some months of the year are open; close all twelve first.',
  ),
  earlierYearOpen: defineError(
    'earlier_fiscal_year_open',
    'failed_precondition',
    'Income or expenses of earlier years are not closed; close the earlier year first.',
  ),
  closingTooLarge: defineError(
    'fiscal_year_closing_too_large',
    'failed_precondition',
    'The closing would have an amount of more than 17 digits before the point; correct the books.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
