import { reject, type AccountingDate, type Money } from '@accounting/kernel';
import type { RuleIdOf } from '../rule-set/required-rules';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { profitTaxErrors } from './errors';

/** What takes the place of profit: bets, revenue of games, or dealings with persons in Georgia. */
export type SpecialBase = 'bets' | 'gaming_revenue' | 'free_zone_dealings';

const rateOfBase: Readonly<Record<SpecialBase, RuleIdOf<'rate'>>> = {
  bets: 'profit.betting_rate',
  gaming_revenue: 'profit.gaming_revenue_rate',
  free_zone_dealings: 'profit.free_zone_rate',
};

/** An amount that is taxed in the place of profit. */
export interface SpecialProfitTaxBase {
  readonly base: SpecialBase;
  readonly amount: Money;
  readonly on: AccountingDate;
}

/** Tax on what takes the place of profit. */
export interface SpecialProfitTax {
  readonly tax: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * Tax of payers who are not taxed on profit: 7% of bets, 20% of gross gaming revenue, and of a
 * free-zone enterprise 4% of what it sells to and buys from persons in Georgia. Source: Tax Code of
 * Georgia, articles 98(5)–(6), 309(16) and 25.
 */
export const specialProfitTax = (
  rules: RuleSet,
  { base, amount, on }: SpecialProfitTaxBase,
): SpecialProfitTax => {
  const { value: rate, rule } = rules.rate(rateOfBase[base], on);
  if (amount.isNegative()) {
    throw reject(profitTaxErrors.amountNegative, { field: 'amount', article: rule.article });
  }
  return { tax: rate.ofNet(amount), rules: [rule] };
};
