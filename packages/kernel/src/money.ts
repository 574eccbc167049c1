import { Currency } from './currency';
import { invariant } from './invariant';

/** 17 digits before the point and 2 after: what NUMERIC(19,2) holds. */
const integerDigitsMax = 17;
const amountPattern = /^-?\d+(\.\d+)?$/;
const textLengthMax = 1000;

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

  /** Nothing, of a currency. */
  static zero(currency: Currency = Currency.GEL): Money {
    return new Money(0n, currency);
  }

  /** The amount of so many tetri, cents, or whatever the currency's smallest unit is. */
  static ofMinorUnits(minorUnits: bigint, currency: Currency = Currency.GEL): Money {
    return new Money(minorUnits, currency);
  }

  /**
   * Reads an amount from text that comes from outside. Accepts `10`, `10.1` and `10.10`; refuses
   * exponents, spaces, thousands separators, a leading plus, more decimals than the currency has,
   * and more than 17 digits before the point.
   */
  static parse(text: string, currency: Currency = Currency.GEL): Money | MoneyParseFailure {
    const parsed = Money.read(text, currency);
    // Short texts, nearly all there are, need no further look.
    if (typeof parsed === 'string' || text.length <= integerDigitsMax) return parsed;
    return parsed.isWithinLimit() ? parsed : 'too_large';
  }

  /**
   * Reads an amount that we wrote ourselves (a row, an event), however large: a total may have more
   * digits than an entry. Throws when it is none.
   */
  static of(text: string, currency: Currency = Currency.GEL): Money {
    const amount = Money.read(text, currency);
    invariant(amount instanceof Money, `"${text}" is an amount of ${currency} (${String(amount)})`);
    return amount;
  }

  private static read(text: string, currency: Currency): Money | MoneyParseFailure {
    if (!amountPattern.test(text)) return 'not_a_decimal';
    // BigInt's time grows with the square of the digits, so what is absurd is not converted.
    if (text.length > textLengthMax) return 'too_large';
    const point = text.indexOf('.');
    const [integer, fraction] =
      point === -1 ? [text, ''] : [text.slice(0, point), text.slice(point + 1)];
    const digits = Currency.minorUnits(currency);
    if (fraction.length > digits) return 'too_many_decimals';
    // The sign of "-0.05" is in the integer part and stays when the point is taken out.
    return new Money(BigInt(integer + fraction.padEnd(digits, '0')), currency);
  }

  /** The total of amounts that are all in the currency; zero of it for none. */
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

  /** The amount with its sign reversed; zero has none. */
  negated(): Money {
    return new Money(-this.minorUnits, this.currency);
  }

  /** The amount without its sign. */
  absolute(): Money {
    return this.minorUnits < 0n ? this.negated() : this;
  }

  /** True for the same amount of the same currency; amounts of two currencies are just unequal. */
  equals(other: Money): boolean {
    return this.currency === other.currency && this.minorUnits === other.minorUnits;
  }

  /** Negative, zero or positive as this amount is less than, equal to or greater than the other. */
  compare(other: Money): number {
    this.requireSameCurrency(other);
    if (this.minorUnits === other.minorUnits) return 0;
    return this.minorUnits < other.minorUnits ? -1 : 1;
  }

  /**
   * True when a column of the ledger holds the amount: at most 17 digits before the point. What was
   * parsed always fits; a sum or a conversion may not.
   */
  isWithinLimit(): boolean {
    const unitsMax = 10n ** BigInt(integerDigitsMax + Currency.minorUnits(this.currency));
    return this.absolute().minorUnits < unitsMax;
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

  /**
   * The amount times `numerator` over `denominator`, which is positive, rounded half up; a half of
   * a negative amount moves away from zero. Exact: 1,000.00 times 80,000 over 100,000 is 800.00.
   */
  proportion(numerator: bigint, denominator: bigint): Money {
    invariant(denominator > 0n, 'what an amount is divided by is positive');
    const product = this.minorUnits * numerator;
    const sign = product < 0n ? -1n : 1n;
    const doubled = product * sign * 2n + denominator;
    return new Money((doubled / (denominator * 2n)) * sign, this.currency);
  }

  /** Decimal text with all of the currency's digits: `10.10`, `-0.05`, `120` for JPY. */
  toString(): string {
    const digits = Currency.minorUnits(this.currency);
    const sign = this.minorUnits < 0n ? '-' : '';
    const units = (this.minorUnits < 0n ? -this.minorUnits : this.minorUnits).toString();
    if (digits === 0) return sign + units;
    const padded = units.padStart(digits + 1, '0');
    return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
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
