import { defineError } from '../define-error';

/** What stands in the way of a VAT return, in order of precedence. */
export const vatReturnErrors = {
  noForm: defineError(
    'vat_return_form_unknown',
    'failed_precondition',
    'There is no form of the VAT return for that month. Choose a later month.',
  ),
  lineUnknown: defineError(
    'vat_return_line_unknown',
    'not_found',
    'The form of that month has no such line.',
  ),
  periodNotOver: defineError(
    'vat_return_period_not_over',
    'failed_precondition',
    'The month is not over, so its return cannot be generated yet. Read it instead.',
  ),
  notGenerated: defineError(
    'vat_return_not_generated',
    'failed_precondition',
    'No version of this return was generated. Generate one, look at it, and submit it.',
  ),
  versionUnknown: defineError(
    'vat_return_version_unknown',
    'not_found',
    'The return of that month has no such version.',
  ),
  entriesNotKept: defineError(
    'vat_return_entries_not_kept',
    'failed_precondition',
    'Entries are kept with submitted versions only. Leave the version out for those of today.',
  ),
  notConnected: defineError(
    'vat_return_revenue_service_not_connected',
    'unavailable',
    'Returns cannot be handed in from here yet. Hand it in at rs.ge, and record the receipt with ' +
      'the channel `by_hand`.',
  ),
  notLatest: defineError(
    'vat_return_not_latest',
    'failed_precondition',
    'A later version was generated. Submit that one, or generate again.',
  ),
  outdated: defineError(
    'vat_return_outdated',
    'failed_precondition',
    'Entries have changed since this version was generated. Generate it again and look at it.',
  ),
  unchanged: defineError(
    'vat_return_unchanged',
    'failed_precondition',
    'Nothing has changed since this return was submitted, so there is nothing to amend.',
  ),
  alreadySubmitted: defineError(
    'vat_return_already_submitted',
    'failed_precondition',
    'This version was submitted already. Generate an amended version when entries have changed.',
  ),
  receiptNumberInvalid: defineError(
    'vat_return_receipt_number_invalid',
    'invalid_argument',
    'The number of the receipt has 1 to 100 printable characters.',
  ),
  submittedInFuture: defineError(
    'vat_return_submitted_in_future',
    'invalid_argument',
    'The day of submission lies in the future.',
  ),
  submittedTooEarly: defineError(
    'vat_return_submitted_too_early',
    'invalid_argument',
    'The day of submission lies before the end of the month.',
  ),
};

/** The articles that errors and answers about the return cite. */
export const vatReturnArticles = {
  period: 'Tax Code, article 168(1)',
  amendment: 'Tax Code, article 69; Order 996, article 76',
  correction: 'Tax Code, articles 179 and 180',
} as const;
