import type { RuleKind } from '../rule-set/rule';

/** The rules that the tax of small businesses asks for. */
export const smallBusinessRules = {
  'small_business.rate': 'rate',
  'small_business.rate_above_limit': 'rate',
  'small_business.income_limit': 'amount',
  'small_business.wine_income_limit': 'amount',
} as const satisfies Readonly<Record<string, RuleKind>>;
