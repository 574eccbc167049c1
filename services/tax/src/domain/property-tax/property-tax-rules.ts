import type { RuleKind } from '../rule-set/rule';

/** The rules that property tax asks for. */
export const propertyTaxRules = {
  'property.company_rate_max': 'rate',
  'property.leasing_rate_max': 'rate',
} as const satisfies Readonly<Record<string, RuleKind>>;
