import type { ErrorDefinition } from '@accounting/kernel';
import { defineError } from '../error-definition';
import { textLengthMax } from '../printable-text';

/** In order of precedence; they are reported together. */
export const errors = {
  inputInvalid: defineError(
    'exchange_rate_input_invalid',
    'invalid_argument',
    'The exchange rate has mistakes; each is listed with its place.',
  ),
  currencyUnknown: defineError(
    'currency_unknown',
    'invalid_argument',
    'The currency must be an active ISO 4217 code in capitals, such as USD.',
  ),
  currencyIsGel: defineError(
    'exchange_rate_of_gel',
    'invalid_argument',
    'The lari is what rates are expressed in; it has none of its own.',
  ),
  dateInvalid: defineError(
    'exchange_rate_date_invalid',
    'invalid_argument',
    'The date must be a day of the calendar from 1995-10-02 to a year after today.',
  ),
  rateInvalid: defineError(
    'exchange_rate_invalid',
    'invalid_argument',
    'The rate must be positive decimal text of at most 8 digits before the point and 10 after it.',
  ),
  quantityInvalid: defineError(
    'exchange_rate_quantity_invalid',
    'invalid_argument',
    'The quantity must be a whole number from 1 to 1,000,000 that leaves a rate above zero.',
  ),
  sourceInvalid: defineError(
    'exchange_rate_source_invalid',
    'invalid_argument',
    `The source has 1 to ${textLengthMax.rateSource} printable characters.`,
  ),
} as const satisfies Record<string, ErrorDefinition>;
