import { invariant, Money, type AccountingDate, type Rate } from '@accounting/kernel';
import type { RuleIdOf } from '../rule-set/required-rules';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** Whose salary it is: an international company has a lower rate (Tax Code, article 23). */
export type Employer = 'company' | 'international_company';

/** What a salary is made of besides its amount. */
export interface SalaryTerms {
  /** An ordinary company where it is left out. */
  readonly employer?: Employer | undefined;
  /** Whether the employee is in the pension scheme on that day. */
  readonly isPensionMember: boolean;
  /** What is left of the employee's relief of the year (Tax Code, article 82). */
  readonly relief: Money;
  /** Day of payment: income counts in the month in which it is paid. */
  readonly on: AccountingDate;
}

/** A salary from what it costs to what is paid. */
export interface SalaryTax {
  readonly gross: Money;
  readonly employeePension: Money;
  /** Relief used of this salary. */
  readonly reliefUsed: Money;
  /** What income tax is on. */
  readonly base: Money;
  readonly incomeTax: Money;
  readonly net: Money;
  readonly employerPension: Money;
  /** Gross and the employer's contribution. */
  readonly cost: Money;
  readonly rules: readonly AppliedRule[];
}

interface SalaryRates {
  readonly incomeTax: Rate;
  readonly employee: Rate;
  readonly employer: Rate;
  readonly rules: readonly AppliedRule[];
}

const rateOfEmployer: Readonly<Record<Employer, RuleIdOf<'rate'>>> = {
  company: 'salary.income_tax_rate',
  international_company: 'salary.international_company_rate',
};

const ratesOf = (
  rules: RuleSet,
  { employer: payer = 'company', isPensionMember, on }: SalaryTerms,
): SalaryRates => {
  const incomeTax = rules.rate(rateOfEmployer[payer], on);
  const employee = rules.rate('salary.pension_employee_rate', on);
  const employer = rules.rate('salary.pension_employer_rate', on);
  return {
    incomeTax: incomeTax.value,
    employee: employee.value,
    employer: employer.value,
    rules: isPensionMember ? [employee.rule, incomeTax.rule, employer.rule] : [incomeTax.rule],
  };
};

const smallerOf = (one: Money, other: Money): Money => (one.compare(other) < 0 ? one : other);

/**
 * The taxes on a gross salary. The employee's pension contribution is taken first and not taxed,
 * then relief, then income tax; each is rounded by itself. Relief reduces the base as the Revenue
 * Service's form has it (base = amount − pension − relief). Source: Tax Code of Georgia, articles
 * 81(1), 82(1) and 23; Law on Funded Pensions, article 3(6).
 */
export const salaryFromGross = (rules: RuleSet, gross: Money, terms: SalaryTerms): SalaryTax => {
  invariant(!gross.isNegative() && !terms.relief.isNegative(), 'salaries are not negative');
  const rates = ratesOf(rules, terms);
  const nothing = Money.zero(gross.currency);
  const employeePension = terms.isPensionMember ? rates.employee.ofNet(gross) : nothing;
  const employerPension = terms.isPensionMember ? rates.employer.ofNet(gross) : nothing;
  const afterPension = gross.minus(employeePension);
  const reliefUsed = smallerOf(terms.relief, afterPension);
  const base = afterPension.minus(reliefUsed);
  const incomeTax = rates.incomeTax.ofNet(base);
  return {
    ...{ gross, employeePension, reliefUsed, base, incomeTax },
    net: afterPension.minus(incomeTax),
    employerPension,
    cost: gross.plus(employerPension),
    rules: rates.rules,
  };
};

/**
 * The salary of which `net` is paid out, without relief. The gross is rounded first and everything
 * else follows from it, so that what is paid may differ from `net` by a tetri. The same gross-up is
 * that of a benefit in kind worth `net`. Source: as of `salaryFromGross`, and Tax Code of Georgia,
 * article 101 for benefits.
 */
export const salaryFromNet = (
  rules: RuleSet,
  net: Money,
  terms: Omit<SalaryTerms, 'relief'>,
): SalaryTax => {
  const withoutRelief = { ...terms, relief: Money.zero(net.currency) };
  const { incomeTax, employee } = ratesOf(rules, withoutRelief);
  const taken = terms.isPensionMember ? incomeTax.after(employee).plus(employee) : incomeTax;
  return salaryFromGross(rules, taken.grossUp(net), withoutRelief);
};

/**
 * Income tax as some payroll programs compute it, with relief taken off the gross before the
 * pension contribution: (gross − relief) × 98% × 20%. For comparison only; the form of the Revenue
 * Service gives `salaryFromGross`.
 */
export const incomeTaxByGrossMethod = (
  rules: RuleSet,
  gross: Money,
  { employer, relief, on }: Omit<SalaryTerms, 'isPensionMember'>,
): Money => {
  const { incomeTax, employee } = ratesOf(rules, { employer, isPensionMember: true, relief, on });
  return incomeTax.after(employee).ofNet(gross.minus(smallerOf(relief, gross)));
};
