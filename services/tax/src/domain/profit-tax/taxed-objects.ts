/** What a company is taxed on under the model of distributed profit, and what it is not. */
export type ProfitTaxObject =
  | 'dividend'
  | 'dividend_to_georgian_enterprise'
  | 'own_shares_as_dividend'
  | 'capital_returned'
  | 'foreign_dividend_passed_on'
  | 'transfer_to_state_as_majority_owner'
  | 'deemed_distribution'
  | 'undocumented_cost'
  | 'cost_without_business_purpose'
  | 'purchase_from_micro_business'
  | 'interest_above_ceiling'
  | 'loan_to_individual_or_non_resident'
  | 'payment_to_low_tax_country'
  | 'free_supply'
  | 'donation_above_limit'
  | 'representation_above_limit';

/** Why something is an object of profit tax, or is none. */
export interface ProfitTaxObjectRule {
  readonly article: string;
  readonly isTaxed: boolean;
}

const distribution = 'Tax Code, article 98¹(2)';
const notForBusiness = 'Tax Code, article 98²';

/**
 * The objects of Tax Code of Georgia, article 97(1), with the article of each. Capital counts as
 * returned up to what was contributed; a dividend that is passed on came from a company abroad, in
 * no low-tax country.
 */
export const profitTaxObjects: Readonly<Record<ProfitTaxObject, ProfitTaxObjectRule>> = {
  dividend: { article: distribution, isTaxed: true },
  dividend_to_georgian_enterprise: { article: distribution, isTaxed: false },
  own_shares_as_dividend: { article: distribution, isTaxed: false },
  capital_returned: { article: distribution, isTaxed: false },
  foreign_dividend_passed_on: { article: distribution, isTaxed: false },
  transfer_to_state_as_majority_owner: { article: distribution, isTaxed: false },
  deemed_distribution: { article: 'Tax Code, article 98¹(4)', isTaxed: true },
  undocumented_cost: { article: notForBusiness, isTaxed: true },
  cost_without_business_purpose: { article: notForBusiness, isTaxed: true },
  purchase_from_micro_business: { article: notForBusiness, isTaxed: true },
  interest_above_ceiling: { article: notForBusiness, isTaxed: true },
  loan_to_individual_or_non_resident: { article: notForBusiness, isTaxed: true },
  payment_to_low_tax_country: { article: notForBusiness, isTaxed: true },
  free_supply: { article: 'Tax Code, article 98³', isTaxed: true },
  donation_above_limit: { article: 'Tax Code, article 98³(3)', isTaxed: true },
  representation_above_limit: { article: 'Tax Code, article 98⁴', isTaxed: true },
};
