import { Money, type AccountingDate } from '@accounting/kernel';
import { annualProfitAdvances } from '../domain/profit-tax/advances';
import { annualProfitTax, taxDepreciation } from '../domain/profit-tax/annual-profit';
import { distributedProfitTax, type ProfitTaxMonth } from '../domain/profit-tax/distributed-profit';
import { dividendTaxes } from '../domain/profit-tax/dividend';
import { highMountainExemption } from '../domain/profit-tax/high-mountain';
import { donationsAboveLimit, representationAboveLimit } from '../domain/profit-tax/limits';
import {
  specialProfitTax,
  type SpecialProfitTaxBase,
} from '../domain/profit-tax/special-profit-tax';
import { companyPropertyTax } from '../domain/property-tax/company-property-tax';
import type { RuleSet } from '../domain/rule-set/rule-set';
import { benefitInKind, type BenefitInKind } from '../domain/salary/benefit-in-kind';
import { companyCarTax } from '../domain/salary/company-car';
import { annualRelief } from '../domain/salary/relief';
import {
  incomeTaxByGrossMethod,
  salaryFromGross,
  salaryFromNet,
  type Employer,
  type SalaryTax,
} from '../domain/salary/salary-tax';
import { statePension } from '../domain/salary/state-pension';
import { smallBusinessTax } from '../domain/small-business/small-business-tax';
import type { TaxLaw } from '../domain/tax-law';
import { withheldTax } from '../domain/withholding/withheld-tax';

/** A salary that is to be taxed. */
export interface SalaryInput {
  readonly amount: Money;
  readonly amountIs: 'gross' | 'net';
  readonly employer: Employer;
  readonly isPensionMember: boolean;
  /** Left of the year's relief; of a gross salary only. */
  readonly relief?: Money | undefined;
  readonly on: AccountingDate;
}

/** A salary with its taxes. */
export interface SalaryAnswer extends SalaryTax {
  /** What other programs compute where there is relief; for comparison. */
  readonly incomeTaxByGrossMethod?: Money;
}

const salaryOf = (rules: RuleSet, input: SalaryInput): SalaryAnswer => {
  const { amount, amountIs, employer, isPensionMember, on, relief = Money.zero() } = input;
  const terms = { employer, isPensionMember, on };
  if (amountIs === 'net') return salaryFromNet(rules, amount, terms);
  const salary = salaryFromGross(rules, amount, { ...terms, relief });
  if (relief.isZero() || !isPensionMember) return salary;
  return {
    ...salary,
    incomeTaxByGrossMethod: incomeTaxByGrossMethod(rules, amount, { employer, relief, on }),
  };
};

/** The calculations of profit tax, withholding, salaries, property and small businesses. */
export const createDirectTaxCalculations = ({
  rules,
  workingDays,
}: Pick<TaxLaw, 'rules' | 'workingDays'>) => ({
  profitTax: (input: ProfitTaxMonth) => distributedProfitTax(rules, input),
  dividend: (input: Parameters<typeof dividendTaxes>[1]) => dividendTaxes(rules, input),
  representation: (input: Parameters<typeof representationAboveLimit>[1]) =>
    representationAboveLimit(rules, input),
  donations: (input: Parameters<typeof donationsAboveLimit>[1]) =>
    donationsAboveLimit(rules, input),
  annualProfit: (input: Parameters<typeof annualProfitTax>[1]) => annualProfitTax(rules, input),
  advances: (input: Parameters<typeof annualProfitAdvances>[1]) =>
    annualProfitAdvances({ rules, workingDays }, input),
  specialProfitTax: (input: SpecialProfitTaxBase) => specialProfitTax(rules, input),
  highMountain: (input: Parameters<typeof highMountainExemption>[1]) =>
    highMountainExemption(rules, input),
  depreciation: (input: Parameters<typeof taxDepreciation>[1]) => taxDepreciation(rules, input),
  salary: (input: SalaryInput) => salaryOf(rules, input),
  relief: (input: Parameters<typeof annualRelief>[1]) => annualRelief(rules, input),
  benefitInKind: (input: BenefitInKind) => benefitInKind(rules, input),
  companyCar: (input: Parameters<typeof companyCarTax>[1]) => companyCarTax(rules, input),
  statePension: ({
    annualSalary,
    on,
  }: {
    readonly annualSalary: Money;
    readonly on: AccountingDate;
  }) => statePension(rules, annualSalary, on),
  withholding: (input: Parameters<typeof withheldTax>[1]) => withheldTax(rules, input),
  property: (input: Parameters<typeof companyPropertyTax>[1]) => companyPropertyTax(rules, input),
  smallBusiness: (input: Parameters<typeof smallBusinessTax>[1]) => smallBusinessTax(rules, input),
});

/** Calculations that keep nothing, by the rules of one edition. */
export type DirectTaxCalculations = ReturnType<typeof createDirectTaxCalculations>;
