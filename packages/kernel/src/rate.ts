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

  /** Percentage as plain decimal text: `18`. */
  toString(): string {
    return this.value.times(100).toFixed();
  }
}
