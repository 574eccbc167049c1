import { AccountingDate, invariant, Money, type Rate } from '@accounting/kernel';
import type { Applied, AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** A fine and what it was computed from. */
export interface Fine {
  readonly amount: Money;
  readonly rules: readonly AppliedRule[];
}

const monthsBegun = (dueOn: AccountingDate, filedOn: AccountingDate): number => {
  let months = 0;
  while (AccountingDate.addMonths(dueOn, months) < filedOn) months += 1;
  return months;
};

/**
 * The fine for a return filed after its due date: 5% of its tax for each month begun while it is at
 * most two months late, 10% once it is later, nothing where no tax is due. One source reads a flat
 * 5% for the first two months; the rule is marked accordingly. Source: Tax Code of Georgia,
 * article 274.
 */
export const lateReturnFine = (
  rules: RuleSet,
  tax: Money,
  { dueOn, filedOn }: { readonly dueOn: AccountingDate; readonly filedOn: AccountingDate },
): Fine => {
  const perMonth = rules.rate('late.return_rate_per_month', dueOn);
  const beyond = rules.rate('late.return_rate_beyond', dueOn);
  const limit = rules.count('late.return_months', dueOn);
  const months = monthsBegun(dueOn, filedOn);
  if (!tax.isPositive() || months === 0) return { amount: Money.zero(tax.currency), rules: [] };
  if (months > limit.value) {
    return { amount: beyond.value.ofNet(tax), rules: [beyond.rule, limit.rule] };
  }
  const perMonths = Money.ofMinorUnits(tax.minorUnits * BigInt(months), tax.currency);
  return { amount: perMonth.value.ofNet(perMonths), rules: [perMonth.rule, limit.rule] };
};

/** How a declared tax turned out to be too low. */
export interface Understatement {
  /** What was declared in the return. */
  readonly declared: Money;
  /** By how much it was too low; positive. */
  readonly understated: Money;
  /** True where the whole tax was declared, in another period than it belongs to. */
  readonly onlyTime: boolean;
  readonly on: AccountingDate;
}

const isWithin = (share: Applied<Rate>, { declared, understated }: Understatement): boolean =>
  understated.compare(share.value.ofNet(declared)) <= 0;

/**
 * The fine for tax that was declared too low: 10% of the difference where only the time was wrong
 * or it is at most 5% of what was declared, 25% up to 20%, 50% above. Source: Tax Code of Georgia,
 * article 275.
 */
export const understatementFine = (rules: RuleSet, understatement: Understatement): Fine => {
  const { understated, onlyTime, on } = understatement;
  invariant(understated.isPositive(), 'an understatement has an amount');
  const small = rules.rate('late.understatement_small_share', on);
  const medium = rules.rate('late.understatement_medium_share', on);
  const [rate, share] =
    onlyTime || isWithin(small, understatement)
      ? [rules.rate('late.understatement_small_rate', on), small]
      : isWithin(medium, understatement)
        ? [rules.rate('late.understatement_medium_rate', on), medium]
        : [rules.rate('late.understatement_rate', on), medium];
  return { amount: rate.value.ofNet(understated), rules: [rate.rule, share.rule] };
};
