import { defineError } from '../define-error';

/** What can be wrong with a payment from which tax is withheld, in order of precedence. */
export const withholdingErrors = {
  amountNegative: defineError(
    'withholding_amount_negative',
    'invalid_argument',
    'A payment is not below zero.',
  ),
  treatyOfResident: defineError(
    'withholding_treaty_of_resident',
    'invalid_argument',
    'A treaty relieves non-residents only. Leave it out, or choose a case of non-residents.',
  ),
};
