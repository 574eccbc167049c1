import { Money, type AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import type { RuleIdOf } from '../rule-set/required-rules';

/** Tax on a year's profit. */
export interface AnnualProfitTax {
  /** Income less deductions; zero for a loss. */
  readonly taxableProfit: Money;
  readonly tax: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * What banks and other lenders owe on a year's income less its deductions. `on` is the last day of
 * the year. Source: Tax Code of Georgia, articles 97(12) and 98(4).
 */
export const annualProfitTax = (
  rules: RuleSet,
  {
    income,
    deductions,
    on,
  }: { readonly income: Money; readonly deductions: Money; readonly on: AccountingDate },
): AnnualProfitTax => {
  const { value: rate, rule } = rules.rate('profit.annual_payer_rate', on);
  const profit = income.minus(deductions);
  const taxableProfit = profit.isNegative() ? Money.zero(income.currency) : profit;
  return { taxableProfit, tax: rate.ofNet(taxableProfit), rules: [rule] };
};

/** Groups of assets that are depreciated together for tax. */
export type DepreciationGroup = 1 | 2 | 3 | 4 | 5;

const rateOfGroup: Readonly<Record<DepreciationGroup, RuleIdOf<'rate'>>> = {
  1: 'profit.depreciation_fast_rate',
  2: 'profit.depreciation_fast_rate',
  3: 'profit.depreciation_networks_rate',
  4: 'profit.depreciation_buildings_rate',
  5: 'profit.depreciation_other_rate',
};

/** A year's tax depreciation of a group. */
export interface TaxDepreciation {
  /** Opening balance and additions less what assets were sold for. */
  readonly base: Money;
  readonly depreciation: Money;
  readonly closing: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * Tax depreciation of payers that compute an annual taxable profit, on the declining balance of a
 * group. The distributed-profit model has none. Source: Tax Code of Georgia, article 111; rates and
 * mechanics need an accountant.
 */
export const taxDepreciation = (
  rules: RuleSet,
  {
    group,
    opening,
    additions,
    proceeds,
    on,
  }: {
    readonly group: DepreciationGroup;
    readonly opening: Money;
    readonly additions: Money;
    readonly proceeds: Money;
    readonly on: AccountingDate;
  },
): TaxDepreciation => {
  const { value: rate, rule } = rules.rate(rateOfGroup[group], on);
  const balance = opening.plus(additions).minus(proceeds);
  const base = balance.isNegative() ? Money.zero(opening.currency) : balance;
  const depreciation = rate.ofNet(base);
  return { base, depreciation, closing: base.minus(depreciation), rules: [rule] };
};
