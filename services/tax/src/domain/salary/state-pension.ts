import { Money, type AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** What the state adds to an employee's pension in a year; never booked by the employer. */
export interface StatePension {
  readonly contribution: Money;
  readonly rules: readonly AppliedRule[];
}

const clamp = (amount: Money, most: Money): Money => {
  if (amount.isNegative()) return Money.zero(amount.currency);
  return amount.compare(most) < 0 ? amount : most;
};

/**
 * The state's contribution on a year's salary: 2% up to 24,000, 1% of what is between that and
 * 60,000, nothing above. Source: Law on Funded Pensions of Georgia, article 3(6)(e)–(f).
 */
export const statePension = (
  rules: RuleSet,
  annualSalary: Money,
  on: AccountingDate,
): StatePension => {
  const full = rules.rate('salary.pension_state_rate', on);
  const middle = rules.rate('salary.pension_state_middle_rate', on);
  const first = rules.amount('salary.pension_state_first_limit', on);
  const last = rules.amount('salary.pension_state_last_limit', on);
  const inMiddle = clamp(annualSalary.minus(first.value), last.value.minus(first.value));
  const contribution = full.value
    .ofNet(clamp(annualSalary, first.value))
    .plus(middle.value.ofNet(inMiddle));
  return { contribution, rules: [full.rule, middle.rule, first.rule, last.rule] };
};
