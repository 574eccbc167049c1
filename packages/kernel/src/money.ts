import { Currency } from './currency';
import { ExactDecimal } from './decimal';
import { invariant } from './invariant';

/** 17 digits before the point and 2 after: what NUMERIC(19,2) holds. */
const integerDigitsMax = 17;
const amountPattern = /^(-?)(\d{1,30})(?:\.(\d{1,10}))?$/;
const powersOfTen: readonly bigint[] = [1n, 10n, 100n, 1000n];

/** Why a text is no amount of a currency. */
export type MoneyParseFailure = 'not_a_decimal' | 'too_many_decimals' | 'too_large';

/**
 * An exact amount of one currency, kept as a whole number of its minor units (tetri for GEL).
 * Immutable. Operations on two amounts require the same currency; mixing is a defect of ours and
 * throws. Written as a decimal string with all of the currency's digits: `10.10`.
 */
export class Money {
  private constructor(
    /** Whole minor units: 1010n for 10.10 GEL. */
    readonly minorUnits: bigint,
    readonly currency: Currency,
  ) {}

  static zero(currency: Currency = Currency.GEL): Money {
    return new Money(0n, currency);
  }

  static ofMinorUnits(minorUnits: bigint, currency: Currency = Currency.GEL): Money {
    return new Money(minorUnits, currency);
  }

  /**
   * Reads an amount from text that comes from outside. Accepts `10`, `10.1` and `10.10`; refuses
   * exponents, spaces, thousands separators, a leading plus, more decimals than the currency has,
   * and more than 17 digits before the point.
   */
  static parse(text: string, currency: Currency = Currency.GEL): Money | MoneyParseFailure {
    const match = amountPattern.exec(text);
    if (match === null) return 'not_a_decimal';
    const [, sign, integer = '', fraction = ''] = match;
    const digits = Currency.minorUnits(currency);
    if (fraction.length > digits) return 'too_many_decimals';
    if (integer.replace(/^0+(?=\d)/, '').length > integerDigitsMax) return 'too_large';
    const minorUnits = BigInt(integer + fraction.padEnd(digits, '0'));
    return new Money(sign === '-' ? -minorUnits : minorUnits, currency);
  }

  /** Reads an amount that we wrote ourselves (a row, an event). Throws when it is none. */
  static of(text: string, currency: Currency = Currency.GEL): Money {
    const parsed = Money.parse(text, currency);
    invariant(parsed instanceof Money, `"${text}" is an amount of ${currency} (${String(parsed)})`);
    return parsed;
  }

  static sum(amounts: Iterable<Money>, currency: Currency = Currency.GEL): Money {
    let total = 0n;
    for (const amount of amounts) {
      invariant(amount.currency === currency, `sum of ${currency} meets ${amount.currency}`);
      total += amount.minorUnits;
    }
    return new Money(total, currency);
  }

  plus(other: Money): Money {
    this.requireSameCurrency(other);
    return new Money(this.minorUnits + other.minorUnits, this.currency);
  }

  minus(other: Money): Money {
    this.requireSameCurrency(other);
    return new Money(this.minorUnits - other.minorUnits, this.currency);
  }

  negated(): Money {
    return new Money(-this.minorUnits, this.currency);
  }

  absolute(): Money {
    return this.minorUnits < 0n ? this.negated() : this;
  }

  equals(other: Money): boolean {
    return this.currency === other.currency && this.minorUnits === other.minorUnits;
  }

  /** Negative, zero or positive as this amount is less than, equal to or greater than the other. */
  compare(other: Money): number {
    this.requireSameCurrency(other);
    return this.minorUnits < other.minorUnits ? -1 : this.minorUnits > other.minorUnits ? 1 : 0;
  }

  isZero(): boolean {
    return this.minorUnits === 0n;
  }

  isPositive(): boolean {
    return this.minorUnits > 0n;
  }

  isNegative(): boolean {
    return this.minorUnits < 0n;
  }

  /**
   * Splits the amount in proportion to non-negative whole weights. The parts add up to the whole
   * to the last minor unit: what remains after rounding down goes, one unit each, to the parts with
   * the largest remainders, the earlier part first on a tie.
   */
  allocate(weights: readonly bigint[]): Money[] {
    const totalWeight = weights.reduce((sum, weight) => sum + weight, 0n);
    invariant(
      totalWeight > 0n && weights.every((weight) => weight >= 0n),
      'weights are non-negative and not all zero',
    );
    const sign = this.minorUnits < 0n ? -1n : 1n;
    const whole = this.minorUnits * sign;
    const shares = weights.map((weight, index) => ({
      index,
      units: (whole * weight) / totalWeight,
      remainder: (whole * weight) % totalWeight,
    }));
    let left = whole - shares.reduce((sum, share) => sum + share.units, 0n);
    const byRemainder = [...shares].sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    );
    for (const share of byRemainder) {
      if (left === 0n) break;
      share.units += 1n;
      left -= 1n;
    }
    return shares.map((share) => new Money(share.units * sign, this.currency));
  }

  /** As a decimal for a multiplication that a named function of the kernel rounds. */
  toExactDecimal(): ExactDecimal {
    return new ExactDecimal(this.toString());
  }

  /**
   * Rounds an exact decimal half up to the currency's minor unit; a half of a negative amount moves
   * away from zero, so that a reversal mirrors its original.
   */
  static roundHalfUp(value: ExactDecimal, currency: Currency = Currency.GEL): Money {
    const digits = Currency.minorUnits(currency);
    return new Money(
      BigInt(
        value
          .times(10 ** digits)
          .toDecimalPlaces(0)
          .toFixed(0),
      ),
      currency,
    );
  }

  /** Decimal text with all of the currency's digits: `10.10`, `-0.05`, `120` for JPY. */
  toString(): string {
    const digits = Currency.minorUnits(this.currency);
    if (digits === 0) return this.minorUnits.toString();
    const negative = this.minorUnits < 0n;
    const scale = powersOfTen[digits];
    invariant(scale !== undefined, 'currencies have at most three decimals');
    const units = negative ? -this.minorUnits : this.minorUnits;
    const fraction = (units % scale).toString().padStart(digits, '0');
    return `${negative ? '-' : ''}${(units / scale).toString()}.${fraction}`;
  }

  /** Amounts travel as decimal strings, in events and answers alike. */
  toJSON(): string {
    return this.toString();
  }

  private requireSameCurrency(other: Money): void {
    invariant(
      this.currency === other.currency,
      `amounts of ${this.currency} and ${other.currency} do not mix`,
    );
  }
}
