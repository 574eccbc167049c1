import Decimal from 'decimal.js';

/**
 * The only import of decimal.js in the repository. 60 significant digits hold the product of the
 * largest amount and the finest rate exactly, so that the one rounding that happens is the one a
 * function here is named after.
 */
export const ExactDecimal = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -60,
  toExpPos: 60,
});

export type ExactDecimal = Decimal;
