import { defineError } from '../define-error';

/** What can be wrong with an amount of VAT, in order of precedence. */
export const vatErrors = {
  rateUnknown: defineError(
    'vat_rate_unknown',
    'invalid_argument',
    'No rule knows this rate of VAT on that day. Leave the rate out to have the one in force.',
  ),
  vatMismatch: defineError(
    'vat_mismatch',
    'invalid_argument',
    'The VAT is not that of its rate and base. Correct it, or leave it out to have it computed.',
  ),
  saleBelowZero: defineError(
    'vat_margin_amount_invalid',
    'invalid_argument',
    'Prices under the margin scheme are not negative.',
  ),
};

/** The articles that errors of VAT cite. */
export const vatArticles = {
  rate: 'Tax Code, article 166',
  marginScheme: 'Tax Code, article 161²',
} as const;
