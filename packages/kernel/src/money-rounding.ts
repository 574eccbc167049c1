import { Currency } from './currency';
import { ExactDecimal } from './decimal';
import { Money } from './money';

/** The amount as a decimal, for a multiplication that a named function of the kernel rounds. */
export const exactDecimalOf = (amount: Money): ExactDecimal => new ExactDecimal(amount.toString());

/**
 * Rounds an exact decimal half up to the currency's minor unit; a half of a negative amount moves
 * away from zero, so that a reversal mirrors its original.
 */
export const roundHalfUp = (value: ExactDecimal, currency: Currency): Money => {
  const rounded = value.times(10 ** Currency.minorUnits(currency)).toDecimalPlaces(0);
  return Money.ofMinorUnits(BigInt(rounded.toFixed(0)), currency);
};
