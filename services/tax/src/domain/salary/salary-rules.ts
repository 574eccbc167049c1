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
  'salary.international_company_rate': 'rate',
  'salary.car_large_tax': 'amount',
  'salary.car_medium_tax': 'amount',
  'salary.car_small_tax': 'amount',
  'salary.car_hybrid_tax': 'amount',
  'salary.car_electric_tax': 'amount',
  'salary.car_medium_from': 'count',
  'salary.car_medium_until': 'count',
  'salary.relief_disability': 'amount',
  'salary.relief_peacekeeper': 'amount',
  'salary.relief_high_mountain': 'amount',
  'salary.relief_war_veteran': 'amount',
  'salary.relief_single_mother': 'amount',
  'salary.relief_adoptive_parent': 'amount',
  'salary.relief_foster_carer': 'amount',
  'salary.relief_georgian_mother': 'amount',
} as const satisfies Readonly<Record<string, RuleKind>>;
