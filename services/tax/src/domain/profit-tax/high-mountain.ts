import { AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** Until when an enterprise is exempt. */
export interface HighMountainExemption {
  /** The last day. */
  readonly until: AccountingDate;
  readonly isExempt: boolean;
  readonly rules: readonly AppliedRule[];
}

const monthsInYear = 12;

/**
 * Whether an enterprise of a high-mountain settlement, which has that status `since` a day, is
 * exempt from profit tax `on` another: for ten years. From which day they count needs an
 * accountant.
 */
export const highMountainExemption = (
  rules: RuleSet,
  { since, on }: { readonly since: AccountingDate; readonly on: AccountingDate },
): HighMountainExemption => {
  const { value: years, rule } = rules.count('profit.high_mountain_years', on);
  const until = AccountingDate.addDays(AccountingDate.addMonths(since, years * monthsInYear), -1);
  return { until, isExempt: since <= on && on <= until, rules: [rule] };
};
