import { Money, reject } from '@accounting/kernel';
import type { RuleSet } from '../rule-set/rule-set';
import { salaryErrors } from './errors';
import { salaryFromNet, type SalaryTax, type SalaryTerms } from './salary-tax';

/** What an employee receives besides money. */
export interface BenefitInKind extends Omit<SalaryTerms, 'relief'> {
  /** With all taxes that are in it. */
  readonly marketPrice: Money;
  readonly paidByEmployee: Money;
}

/**
 * The taxes on a benefit that the employer gives net of them: its market price with all taxes, less
 * what the employee paid, is what is left of the gross. `on` is the last day of the month (Order
 * 996, article 38(7)). Source: Tax Code of Georgia, article 101(2) and 101(4).
 */
export const benefitInKind = (
  rules: RuleSet,
  { marketPrice, paidByEmployee, ...terms }: BenefitInKind,
): SalaryTax => {
  if (marketPrice.isNegative() || paidByEmployee.isNegative()) {
    const field = marketPrice.isNegative() ? 'marketPrice' : 'paidByEmployee';
    throw reject(salaryErrors.amountNegative, { field, article: 'Tax Code, article 101' });
  }
  const value = marketPrice.minus(paidByEmployee);
  return salaryFromNet(rules, value.isNegative() ? Money.zero(value.currency) : value, terms);
};
