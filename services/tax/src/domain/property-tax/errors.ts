import { defineError } from '../define-error';

/** What can be wrong with an amount of property tax, in order of precedence. */
export const propertyTaxErrors = {
  rateTooHigh: defineError(
    'property_tax_rate_too_high',
    'invalid_argument',
    'A municipality cannot set a rate above the highest of the Tax Code. Look the rate up again.',
  ),
};
