import { defineError } from '../define-error';

/** What stands in the way of saying how turnover is taxed, in order of precedence. */
export const vatTreatmentErrors = {
  lineNotExempt: defineError(
    'vat_treatment_line_not_exempt',
    'invalid_argument',
    'Turnover without VAT can be on a line of part I that is exempt, or out of scope. What is ' +
      'taxed needs its VAT in the ledger.',
  ),
  nothingUnclassified: defineError(
    'vat_treatment_nothing_unclassified',
    'not_found',
    'Some transactions have no turnover without VAT, or are not known here yet.',
  ),
};
