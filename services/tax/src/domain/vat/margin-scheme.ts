import { Money, reject, type AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { vatArticles, vatErrors } from './errors';

/** The taxed margin of a second-hand good. */
export interface MarginVat {
  /** Selling price less purchase price; zero where it was sold for less. */
  readonly margin: Money;
  /** The VAT that the margin contains. */
  readonly vat: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * VAT on second-hand goods: that contained in the margin, without credit for the purchase. A sale
 * at a loss has none, and does not reduce another's. Source: Tax Code of Georgia, article 161².
 */
export const marginVat = (
  rules: RuleSet,
  {
    bought,
    sold,
    on,
  }: { readonly bought: Money; readonly sold: Money; readonly on: AccountingDate },
): MarginVat => {
  if (bought.isNegative() || sold.isNegative()) {
    throw reject(vatErrors.saleBelowZero, { article: vatArticles.marginScheme });
  }
  const { value: rate, rule } = rules.rate('vat.standard_rate', on);
  const difference = sold.minus(bought);
  const margin = difference.isNegative() ? Money.zero(sold.currency) : difference;
  return { margin, vat: rate.ofGross(margin), rules: [rule] };
};
