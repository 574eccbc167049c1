import type { RuleKind } from '../rule-set/rule';

/** The rules that profit tax asks for. */
export const profitTaxRules = {
  'profit.rate': 'rate',
  'profit.international_company_rate': 'rate',
  'profit.annual_payer_rate': 'rate',
  'profit.free_zone_rate': 'rate',
  'profit.representation_share': 'rate',
  'profit.donation_share': 'rate',
  'profit.depreciation_fast_rate': 'rate',
  'profit.depreciation_networks_rate': 'rate',
  'profit.depreciation_buildings_rate': 'rate',
  'profit.depreciation_other_rate': 'rate',
} as const satisfies Readonly<Record<string, RuleKind>>;
