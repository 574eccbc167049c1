import { Money, reject, type AccountingDate } from '@accounting/kernel';
import type { Applied, AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { salaryErrors } from './errors';

/** Why a part of an employee's income of a year is exempt. */
export type ReliefCategory =
  | 'disability'
  | 'peacekeeper'
  | 'high_mountain'
  | 'war_veteran'
  | 'single_mother'
  | 'adoptive_parent'
  | 'foster_carer'
  | 'georgian_mother';

/** An employee's relief of a calendar year. */
export interface AnnualRelief {
  readonly limit: Money;
  /** Of the limit, what earlier payments of the year have not used. */
  readonly left: Money;
  readonly rules: readonly AppliedRule[];
}

const higherOf = (one: Applied<Money>, other: Applied<Money>): Applied<Money> =>
  other.value.compare(one.value) > 0 ? other : one;

/**
 * What is left of an employee's relief. The limit is that of a calendar year, at the employer whom
 * the employee chose; of several categories the highest counts. Source: Tax Code of Georgia,
 * article 82.
 */
export const annualRelief = (
  rules: RuleSet,
  {
    categories,
    used,
    on,
  }: {
    /** The first, and others where there are several. */
    readonly categories: readonly [ReliefCategory, ...ReliefCategory[]];
    /** By payments of the same year. */
    readonly used: Money;
    readonly on: AccountingDate;
  },
): AnnualRelief => {
  if (used.isNegative()) {
    throw reject(salaryErrors.amountNegative, { field: 'used', article: 'Tax Code, article 82' });
  }
  const { value: limit, rule } = categories
    .map((category) => rules.amount(`salary.relief_${category}`, on))
    .reduce(higherOf);
  const left = limit.minus(used);
  return { limit, left: left.isNegative() ? Money.zero(limit.currency) : left, rules: [rule] };
};
