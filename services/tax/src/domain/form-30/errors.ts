import { defineError } from '../define-error';

/** What can be wrong with the rows of the return of tax withheld, in order of precedence. */
export const form30Errors = {
  rowsInvalid: defineError(
    'form_30_rows_invalid',
    'invalid_argument',
    'Rows of the return of tax withheld at source are wrong. Correct the fields that are named.',
  ),
  idInvalid: defineError(
    'form_30_id_invalid',
    'invalid_argument',
    'A person in Georgia has 9 or 11 digits, an organisation 9; anyone else 1 to 50 characters.',
  ),
  textInvalid: defineError(
    'form_30_text_invalid',
    'invalid_argument',
    'Write 1 to 200 printable characters on one line; an address may be empty.',
  ),
  residencyInvalid: defineError(
    'form_30_residency_invalid',
    'invalid_argument',
    'Give the code of the country as the Revenue Service has it: up to 3 digits; Georgia is 268.',
  ),
  categoryUnknown: defineError(
    'form_30_category_unknown',
    'invalid_argument',
    'The classifier has no such category of recipients. Give its id, not the number displayed.',
  ),
  categoryMismatch: defineError(
    'form_30_category_mismatch',
    'invalid_argument',
    'The category is not for a recipient of this residency and kind. Choose another category.',
  ),
  incomeTypeUnknown: defineError(
    'form_30_income_type_unknown',
    'invalid_argument',
    'The classifier has no such type of income on the day of payment. Choose another type.',
  ),
  incomeTypeMismatch: defineError(
    'form_30_income_type_mismatch',
    'invalid_argument',
    'The category does not receive this type of income. Choose another of the two.',
  ),
  amountInvalid: defineError(
    'form_30_amount_invalid',
    'invalid_argument',
    'The amount is above zero; relief and credits are not below it, and relief is not above the ' +
      'amount.',
  ),
  dateOutsideMonth: defineError(
    'form_30_date_outside_month',
    'invalid_argument',
    'A payment belongs to the return of the month in which it was made. Move it there.',
  ),
  rateNotAllowed: defineError(
    'form_30_rate_not_allowed',
    'invalid_argument',
    'The form does not know this rate for the category and the type of income.',
  ),
};
