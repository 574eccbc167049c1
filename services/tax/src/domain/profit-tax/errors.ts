import { defineError } from '../define-error';

/** What can be wrong with an amount of profit tax, in order of precedence. */
export const profitTaxErrors = {
  amountNegative: defineError(
    'profit_tax_amount_negative',
    'invalid_argument',
    'Amounts that profit tax is computed from are not below zero.',
  ),
};
