import { AccountingDate, invariant, Money } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** Interest on tax that was paid late, or is not paid yet. */
export interface LateInterest {
  /** Days charged: from the day after the due date to the day of payment, both included. */
  readonly days: number;
  readonly amount: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * Interest on `tax` that was due on `dueOn` and reached the budget on `paidOn`. The rate is that of
 * the due date. Payment day counts, and no more than 1,095 days do. Source: Tax Code of Georgia,
 * articles 272 and 53(6).
 */
export const interestOn = (
  rules: RuleSet,
  tax: Money,
  { dueOn, paidOn }: { readonly dueOn: AccountingDate; readonly paidOn: AccountingDate },
): LateInterest => {
  invariant(!tax.isNegative(), 'interest is charged on tax owed');
  const rate = rules.rate('late.interest_rate_per_day', dueOn);
  const most = rules.count('late.interest_days_max', dueOn);
  const days = Math.min(Math.max(AccountingDate.daysBetween(dueOn, paidOn), 0), most.value);
  const perDays = Money.ofMinorUnits(tax.minorUnits * BigInt(days), tax.currency);
  return { days, amount: rate.value.ofNet(perDays), rules: [rate.rule, most.rule] };
};
