import type { RuleKind } from '../rule-set/rule';

/** The rules that the tax on salaries asks for. */
export const salaryRules = {
  'salary.income_tax_rate': 'rate',
  'salary.pension_employee_rate': 'rate',
  'salary.pension_employer_rate': 'rate',
  'salary.pension_state_rate': 'rate',
  'salary.pension_state_middle_rate': 'rate',
  'salary.pension_state_first_limit': 'amount',
  'salary.pension_state_last_limit': 'amount',
} as const satisfies Readonly<Record<string, RuleKind>>;
