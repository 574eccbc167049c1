import type { RuleKind } from '../rule-set/rule';

/** The rules that profit tax asks for. */
export const profitTaxRules = {
  'profit.rate': 'rate',
  'profit.international_company_rate': 'rate',
  'profit.insurer_rate': 'rate',
  'profit.annual_payer_rate': 'rate',
  'profit.advance_payments': 'count',
  'profit.free_zone_rate': 'rate',
  'profit.betting_rate': 'rate',
  'profit.gaming_revenue_rate': 'rate',
  'profit.high_mountain_years': 'count',
  'profit.representation_share': 'rate',
  'profit.donation_share': 'rate',
  'profit.depreciation_fast_rate': 'rate',
  'profit.depreciation_networks_rate': 'rate',
  'profit.depreciation_buildings_rate': 'rate',
  'profit.depreciation_other_rate': 'rate',
} as const satisfies Readonly<Record<string, RuleKind>>;
