import type { AccountingDate, Money } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** What drives an employer's car. */
export type CarEngine =
  | { readonly kind: 'combustion'; readonly cubicCentimetres: number }
  | { readonly kind: 'hybrid' }
  | { readonly kind: 'electric' };

/** Income tax on a month's private use of an employer's car. */
export interface CompanyCarTax {
  readonly incomeTax: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * The fixed income tax of a month in which an employee may use the employer's car for private
 * ends: 300 above 3,500 cm³, 200 from 2,500, 100 below, 60 for a hybrid, nothing for an electric
 * one. Source: Tax Code of Georgia, article 101(2¹)–(2³).
 */
export const companyCarTax = (
  rules: RuleSet,
  { engine, on }: { readonly engine: CarEngine; readonly on: AccountingDate },
): CompanyCarTax => {
  if (engine.kind !== 'combustion') {
    const { value, rule } = rules.amount(`salary.car_${engine.kind}_tax`, on);
    return { incomeTax: value, rules: [rule] };
  }
  const from = rules.count('salary.car_medium_from', on);
  const until = rules.count('salary.car_medium_until', on);
  const isLarge = engine.cubicCentimetres > until.value;
  const upToMedium = engine.cubicCentimetres < from.value ? 'small' : 'medium';
  const { value, rule } = rules.amount(`salary.car_${isLarge ? 'large' : upToMedium}_tax`, on);
  return { incomeTax: value, rules: [rule, from.rule, until.rule] };
};
