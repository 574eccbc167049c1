import type { RuleKind } from '../rule-set/rule';

/** The rules that interest and fines ask for. */
export const latePaymentRules = {
  'late.interest_rate_per_day': 'rate',
  'late.interest_days_max': 'count',
  'late.return_rate_per_month': 'rate',
  'late.return_rate_beyond': 'rate',
  'late.return_months': 'count',
  'late.understatement_rate': 'rate',
  'late.understatement_small_rate': 'rate',
  'late.understatement_small_share': 'rate',
  'late.understatement_medium_rate': 'rate',
  'late.understatement_medium_share': 'rate',
} as const satisfies Readonly<Record<string, RuleKind>>;
