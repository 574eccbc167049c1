import type { AccountingDate, Money, Rate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** A month of an individual entrepreneur with the status of a small business. */
export interface SmallBusinessMonth {
  /** Income of the month from a Georgian source, without salary. */
  readonly income: Money;
  /** Income of the year's earlier months. */
  readonly incomeBefore: Money;
  readonly activity: 'ordinary' | 'wine_or_agritourism';
  /** A day of the month. */
  readonly on: AccountingDate;
}

/** A month's tax of a small business. */
export interface SmallBusinessTax {
  readonly rate: Rate;
  readonly tax: Money;
  /** True from the month on in which the year's income passes the limit. */
  readonly isAboveLimit: boolean;
  readonly rules: readonly AppliedRule[];
}

/**
 * A month's tax of a small business: 1% of its income; 3% from the start of the month in which the
 * year's income passes the limit, until the year ends. Source: Tax Code of Georgia, articles 88 to
 * 94.
 */
export const smallBusinessTax = (
  rules: RuleSet,
  { income, incomeBefore, activity, on }: SmallBusinessMonth,
): SmallBusinessTax => {
  const limit = rules.amount(
    activity === 'ordinary' ? 'small_business.income_limit' : 'small_business.wine_income_limit',
    on,
  );
  const isAboveLimit = incomeBefore.plus(income).compare(limit.value) > 0;
  const { value: rate, rule } = rules.rate(
    isAboveLimit ? 'small_business.rate_above_limit' : 'small_business.rate',
    on,
  );
  return { rate, tax: rate.ofNet(income), isAboveLimit, rules: [rule, limit.rule] };
};
