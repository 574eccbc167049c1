import { ExactDecimal } from './decimal';
import { invariant } from './invariant';
import type { Money } from './money';
import { exactDecimalOf, roundHalfUp } from './money-rounding';

/** Plain decimal notation: no sign, no exponent, no spaces. */
const percentagePattern = /^\d+(\.\d+)?$/;

/** A proportion such as a tax rate, exact: `Rate.percent('18')` is 18 per cent. */
export class Rate {
  private constructor(private readonly value: ExactDecimal) {}

  /** From a percentage as plain decimal text without a sign; throws on anything else. */
  static percent(text: string): Rate {
    invariant(percentagePattern.test(text), `"${text}" is a percentage`);
    return new Rate(new ExactDecimal(text).div(100));
  }

  /** The proportion of a net amount, rounded half up: VAT on 10.03 at 18% is 1.81. */
  ofNet(net: Money): Money {
    return roundHalfUp(exactDecimalOf(net).times(this.value), net.currency);
  }

  /** The proportion contained in a gross amount, rounded half up: VAT in 100.00 at 18% is 15.25. */
  ofGross(gross: Money): Money {
    return roundHalfUp(
      exactDecimalOf(gross).times(this.value).div(this.value.plus(1)),
      gross.currency,
    );
  }

  /**
   * The net amount whose proportion is `part`, rounded half up: VAT of 1,800.00 at 18% is that of
   * 10,000.00. The rate is above zero.
   */
  netOf(part: Money): Money {
    invariant(!this.value.isZero(), 'a proportion of nothing says nothing of the whole');
    return roundHalfUp(exactDecimalOf(part).div(this.value), part.currency);
  }

  /**
   * What is taken of an amount that leaves `rest` once it is taken, rounded half up: 15% of what
   * leaves 8,500.00 is 1,500.00. The rate is below 100%.
   */
  ofGrossUp(rest: Money): Money {
    return roundHalfUp(exactDecimalOf(rest).times(this.value).div(this.remainder()), rest.currency);
  }

  /**
   * The amount that leaves `rest` once the proportion is taken of it, rounded half up: 900.00 at
   * 10% is left of 1,000.00. The rate is below 100%.
   */
  grossUp(rest: Money): Money {
    return roundHalfUp(exactDecimalOf(rest).div(this.remainder()), rest.currency);
  }

  /** The proportion of what is left of a whole after another proportion of it: 20% after 2%. */
  after(earlier: Rate): Rate {
    return new Rate(this.value.times(earlier.remainder()));
  }

  /** Both proportions of the same whole together. */
  plus(other: Rate): Rate {
    return new Rate(this.value.plus(other.value));
  }

  /** Negative, zero or positive as this rate is lower than, equal to or higher than the other. */
  compare(other: Rate): number {
    return this.value.comparedTo(other.value);
  }

  private remainder(): ExactDecimal {
    const remainder = new ExactDecimal(1).minus(this.value);
    invariant(remainder.isPositive() && !remainder.isZero(), 'a rate that is taken is below 100%');
    return remainder;
  }

  /** Percentage as plain decimal text: `18`. */
  toString(): string {
    return this.value.times(100).toFixed();
  }

  /** Rates travel as percentages in decimal text, as amounts do. */
  toJSON(): string {
    return this.toString();
  }
}
