import type { RuleKind } from '../rule-set/rule';

/** The rules that value added tax asks for. */
export const vatRules = {
  'vat.standard_rate': 'rate',
  'vat.registration_threshold': 'amount',
  'vat.registration_months': 'count',
  'vat.registration_working_days': 'count',
  'vat.unregistered_fine_rate': 'rate',
  'vat.full_credit_share_below': 'rate',
  'vat.fixed_asset_full_credit_share_below': 'rate',
  'vat.building_adjustment_years': 'count',
  'vat.fixed_asset_adjustment_years': 'count',
  'vat.credit_years': 'count',
  'vat.gift_limit': 'amount',
  'vat.deregistration_months': 'count',
} as const satisfies Readonly<Record<string, RuleKind>>;
