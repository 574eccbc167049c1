import { reject, type AccountingDate, type Money, type Rate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { propertyTaxErrors } from './errors';

/** Property tax of a company for a year. */
export interface CompanyPropertyTax {
  /** Average of the net book values at the beginning and the end of the year. */
  readonly average: Money;
  readonly tax: Money;
  /** The advance of the current year: last year's tax. */
  readonly advance: Money;
  readonly rules: readonly AppliedRule[];
}

/** What a company's property is taxed on. */
export interface CompanyProperty {
  /** Net book value of taxed property on 1 January, without land. */
  readonly opening: Money;
  /** The same on 31 December. */
  readonly closing: Money;
  readonly kind: 'company' | 'leasing_company';
  /** The municipality's rate; the highest one where it is left out. */
  readonly rate?: Rate | undefined;
  /** Last day of the year. */
  readonly on: AccountingDate;
}

/**
 * A year's property tax of a company on the average net book value of its taxed property. Source:
 * Tax Code of Georgia, articles 201, 202 and 205.
 */
export const companyPropertyTax = (
  rules: RuleSet,
  { opening, closing, kind, rate, on }: CompanyProperty,
): CompanyPropertyTax => {
  const { value: highest, rule } = rules.rate(
    kind === 'company' ? 'property.company_rate_max' : 'property.leasing_rate_max',
    on,
  );
  if (rate !== undefined && rate.compare(highest) > 0) {
    throw reject(propertyTaxErrors.rateTooHigh, {
      ...{ field: 'rate', rate: rate.toString(), highest: highest.toString() },
      article: rule.article,
    });
  }
  const both = opening.plus(closing);
  // Of the sum, since the average itself may end in half a tetri.
  const tax = (rate ?? highest).ofNet(both).proportion(1n, 2n);
  return { average: both.proportion(1n, 2n), tax, advance: tax, rules: [rule] };
};
