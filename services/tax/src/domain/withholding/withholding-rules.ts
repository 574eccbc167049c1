import type { RuleKind } from '../rule-set/rule';

/** The rules that withholding asks for. */
export const withholdingRules = {
  'withholding.dividend_rate': 'rate',
  'withholding.interest_rate': 'rate',
  'withholding.resident_royalty_rate': 'rate',
  'withholding.resident_services_rate': 'rate',
  'withholding.residential_rent_rate': 'rate',
  'withholding.non_resident_royalty_rate': 'rate',
  'withholding.non_resident_transport_rate': 'rate',
  'withholding.non_resident_oil_gas_rate': 'rate',
  'withholding.non_resident_services_rate': 'rate',
  'withholding.low_tax_country_rate': 'rate',
  'withholding.non_resident_individual_rate': 'rate',
  'withholding.non_resident_insurance_rate': 'rate',
} as const satisfies Readonly<Record<string, RuleKind>>;
