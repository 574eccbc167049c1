import { Money, type AccountingDate, type Rate } from '@accounting/kernel';
import type { Applied, AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** What is not taxed up to a limit, and what is above it. */
export interface LimitedAmount {
  readonly limit: Money;
  /** An object of profit tax. */
  readonly above: Money;
  readonly rules: readonly AppliedRule[];
}

const above = (spent: Money, base: Money, { value, rule }: Applied<Rate>): LimitedAmount => {
  const limit = value.ofNet(base.isNegative() ? Money.zero(base.currency) : base);
  const excess = spent.minus(limit);
  return {
    limit,
    above: excess.isNegative() ? Money.zero(spent.currency) : excess,
    rules: [rule],
  };
};

/**
 * Representation is not taxed up to 1% of last year's income, or of last year's expense where that
 * was larger; in the year of foundation, up to 1% of the year's expense, with no income given.
 * Source: Tax Code of Georgia, article 98⁴(2)–(3).
 */
export const representationAboveLimit = (
  rules: RuleSet,
  {
    spent,
    income,
    expense,
    on,
  }: {
    readonly spent: Money;
    readonly income: Money;
    readonly expense: Money;
    readonly on: AccountingDate;
  },
): LimitedAmount => {
  const base = income.compare(expense) < 0 ? expense : income;
  return above(spent, base, rules.rate('profit.representation_share', on));
};

/**
 * Donations to charities are not taxed up to 10% of last year's net profit. Source: Tax Code of
 * Georgia, article 98³(3).
 */
export const donationsAboveLimit = (
  rules: RuleSet,
  {
    given,
    netProfit,
    on,
  }: { readonly given: Money; readonly netProfit: Money; readonly on: AccountingDate },
): LimitedAmount => above(given, netProfit, rules.rate('profit.donation_share', on));
