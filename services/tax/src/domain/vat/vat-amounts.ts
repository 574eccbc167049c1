import { Money, reject, type Rate } from '@accounting/kernel';
import { vatArticles, vatErrors } from './errors';

/** Whether the prices of a document contain the VAT or come without it. */
export type PriceBasis = 'inclusive' | 'exclusive';

/**
 * Where VAT is rounded to the tetri: on each line, or on the document as a whole. The Code does not
 * say, so a company chooses: three lines of 10.03 have 5.43 by line and 5.42 together.
 */
export type VatRounding = 'per_line' | 'per_document';

/** An amount with its VAT; net and VAT add up to gross to the tetri. */
export interface VatAmounts {
  readonly net: Money;
  readonly vat: Money;
  readonly gross: Money;
}

const smallestUnit = Money.ofMinorUnits(1n);

const amountsOf = (price: Money, basis: PriceBasis, vat: Money): VatAmounts =>
  basis === 'inclusive'
    ? { net: price.minus(vat), vat, gross: price }
    : { net: price, vat, gross: price.plus(vat) };

/** The VAT in or on one price, rounded half up. Source: Tax Code of Georgia, article 166. */
const vatOf = (price: Money, basis: PriceBasis, rate: Rate): Money =>
  basis === 'inclusive' ? rate.ofGross(price) : rate.ofNet(price);

/** One price with its VAT. */
export const withVat = (price: Money, basis: PriceBasis, rate: Rate): VatAmounts =>
  amountsOf(price, basis, vatOf(price, basis, rate));

/** The place of the price that is farthest from zero; the first of several. */
const largestOf = (prices: readonly Money[]): number =>
  prices.reduce(
    (largest, price, index) =>
      price.absolute().compare((prices[largest] as Money).absolute()) > 0 ? index : largest,
    0,
  );

/**
 * The lines of a document that are taxed at one rate. Rounded per document, the VAT of all lines is
 * that of their sum; what the lines rounded one by one miss is in the largest of them.
 */
export const linesWithVat = (
  prices: readonly Money[],
  basis: PriceBasis,
  rate: Rate,
  rounding: VatRounding,
): readonly VatAmounts[] => {
  const vats = prices.map((price) => vatOf(price, basis, rate));
  if (rounding === 'per_document' && prices.length > 0) {
    const missed = vatOf(Money.sum(prices), basis, rate).minus(Money.sum(vats));
    const largest = largestOf(prices);
    vats[largest] = (vats[largest] as Money).plus(missed);
  }
  return prices.map((price, index) => amountsOf(price, basis, vats[index] as Money));
};

/**
 * One price with the VAT that its document states. It may be rounded either way, so it must be
 * within a tetri of what the rate gives; refuses any other. `field` names its place in the input.
 */
export const withStatedVat = (
  price: Money,
  basis: PriceBasis,
  rate: Rate,
  stated: { readonly vat: Money; readonly field: string },
): VatAmounts => {
  const expected = vatOf(price, basis, rate);
  if (stated.vat.minus(expected).absolute().compare(smallestUnit) > 0) {
    throw reject(vatErrors.vatMismatch, {
      field: stated.field,
      ...{ stated: stated.vat.toString(), expected: expected.toString() },
      ...{ rate: rate.toString(), article: vatArticles.rate },
    });
  }
  return amountsOf(price, basis, stated.vat);
};
