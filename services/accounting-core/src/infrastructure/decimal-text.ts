import { Currency } from '@accounting/kernel';

/**
 * The text of a NUMERIC(…, 4) column with exactly the digits of its currency: `10.1000` GEL is
 * `10.10`. What is cut off is always zeros, because only whole minor units are stored.
 */
export const amountText = (numeric: string, currency: string): string => {
  const digits = Currency.minorUnits(currency as Currency);
  const [whole = '0', fraction = ''] = numeric.split('.');
  return digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0').slice(0, digits)}`;
};
