import type { Currency } from './currency';
import { ExactDecimal } from './decimal';
import { invariant } from './invariant';
import type { Money } from './money';
import { exactDecimalOf, roundHalfUp } from './money-rounding';

/** NUMERIC(18,10): eight digits before the point, ten after. */
const ratePattern = /^\d{1,8}(\.\d{1,10})?$/;
const decimals = 10;

/**
 * How many GEL one unit of a foreign currency costs. The National Bank of Georgia quotes some
 * currencies per 10, 100 or 1000 units: `perQuantity` divides such a quote.
 */
export class ExchangeRate {
  private constructor(private readonly value: ExactDecimal) {}

  /** What one GEL costs in GEL. */
  static readonly one = new ExchangeRate(new ExactDecimal(1));

  /** The rate, or `undefined` when the text is no positive decimal of at most 8 + 10 digits. */
  static parse(text: string): ExchangeRate | undefined {
    if (!ratePattern.test(text)) return undefined;
    const value = new ExactDecimal(text);
    return value.isZero() ? undefined : new ExchangeRate(value);
  }

  /** Reads a rate that we wrote ourselves. Throws when it is none. */
  static of(text: string): ExchangeRate {
    const rate = ExchangeRate.parse(text);
    invariant(rate !== undefined, `"${text}" is an exchange rate`);
    return rate;
  }

  /**
   * The rate per single unit, rounded half up to ten decimals, of a quote for `quantity` units.
   * Throws when nothing is left of it.
   */
  static perQuantity(quote: ExchangeRate, quantity: number): ExchangeRate {
    invariant(Number.isSafeInteger(quantity) && quantity > 0, 'quantity is a positive integer');
    const value = quote.value.div(quantity).toDecimalPlaces(decimals);
    invariant(!value.isZero(), `${quote.toString()} per ${quantity} is more than nothing`);
    return new ExchangeRate(value);
  }

  /**
   * The amount in `target`, rounded half up to its minor unit. May exceed what the ledger holds;
   * ask `isWithinLimit`.
   */
  convert(amount: Money, target: Currency): Money {
    return roundHalfUp(exactDecimalOf(amount).times(this.value), target);
  }

  /** True for the same value, however it was written. */
  equals(other: ExchangeRate): boolean {
    return this.value.equals(other.value);
  }

  /** Plain decimal text without trailing zeros: `2.7`. */
  toString(): string {
    return this.value.toFixed();
  }

  /** Rates travel as decimal strings, as amounts do. */
  toJSON(): string {
    return this.toString();
  }
}
