import type { Currency } from './currency';
import { ExactDecimal, plainDecimalPattern } from './decimal';
import { invariant } from './invariant';
import { Money } from './money';

/** NUMERIC(18,10): eight digits before the point, ten after. */
const ratePattern = /^\d{1,8}(\.\d{1,10})?$/;

/**
 * How many GEL one unit of a foreign currency costs. The National Bank of Georgia quotes some
 * currencies per 10, 100 or 1000 units: `perQuantity` divides such a quote.
 */
export class ExchangeRate {
  private constructor(private readonly value: ExactDecimal) {}

  static readonly one = new ExchangeRate(new ExactDecimal(1));

  /** The rate, or `undefined` when the text is no positive decimal of at most 8 + 10 digits. */
  static parse(text: string): ExchangeRate | undefined {
    if (!ratePattern.test(text)) return undefined;
    const value = new ExactDecimal(text);
    return value.isZero() ? undefined : new ExchangeRate(value);
  }

  /** Reads a rate that we wrote ourselves. Throws when it is none. */
  static of(text: string): ExchangeRate {
    const rate = plainDecimalPattern.test(text) ? ExchangeRate.parse(text) : undefined;
    invariant(rate !== undefined, `"${text}" is an exchange rate`);
    return rate;
  }

  /** The rate per single unit, to ten decimals, of a quote for `quantity` units. */
  static perQuantity(quote: ExchangeRate, quantity: number): ExchangeRate {
    invariant(Number.isSafeInteger(quantity) && quantity > 0, 'quantity is a positive integer');
    return new ExchangeRate(quote.value.div(quantity).toDecimalPlaces(10));
  }

  /** The amount in `target`, rounded half up to its minor unit. */
  convert(amount: Money, target: Currency): Money {
    return Money.roundHalfUp(amount.toExactDecimal().times(this.value), target);
  }

  equals(other: ExchangeRate): boolean {
    return this.value.equals(other.value);
  }

  /** Plain decimal text without trailing zeros: `2.7`. */
  toString(): string {
    return this.value.toFixed();
  }

  toJSON(): string {
    return this.toString();
  }
}
