import { reject, type AccountingDate, type Money, type Rate } from '@accounting/kernel';
import type { RuleIdOf } from '../rule-set/required-rules';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import { withholdingErrors } from './errors';

/** A payment from which tax is withheld, by who receives it for what. */
export type WithholdingCase =
  | 'dividend'
  | 'interest'
  | 'resident_royalty'
  | 'resident_services'
  | 'residential_rent'
  | 'non_resident_royalty'
  | 'non_resident_transport'
  | 'non_resident_oil_gas'
  | 'non_resident_services'
  | 'non_resident_insurance_or_leasing'
  | 'non_resident_individual'
  | 'low_tax_country';

const rateOfCase: Readonly<Record<WithholdingCase, RuleIdOf<'rate'>>> = {
  dividend: 'withholding.dividend_rate',
  interest: 'withholding.interest_rate',
  resident_royalty: 'withholding.resident_royalty_rate',
  resident_services: 'withholding.resident_services_rate',
  residential_rent: 'withholding.residential_rent_rate',
  non_resident_royalty: 'withholding.non_resident_royalty_rate',
  non_resident_transport: 'withholding.non_resident_transport_rate',
  non_resident_oil_gas: 'withholding.non_resident_oil_gas_rate',
  non_resident_services: 'withholding.non_resident_services_rate',
  non_resident_insurance_or_leasing: 'withholding.non_resident_insurance_rate',
  non_resident_individual: 'withholding.non_resident_individual_rate',
  low_tax_country: 'withholding.low_tax_country_rate',
};

const casesOfResidents: readonly WithholdingCase[] = [
  ...(['resident_royalty', 'resident_services', 'residential_rent'] as const),
];

/** A treaty against double taxation that is in force on the day. */
export interface TaxTreaty {
  /** As it is quoted: `Georgia and Estonia, article 12`. */
  readonly name: string;
  /** The most that it lets Georgia take. */
  readonly rate: Rate;
}

/** A payment from which tax is withheld. */
export interface WithholdingPayment {
  readonly case: WithholdingCase;
  readonly amount: Money;
  /** Whether tax is taken of the amount, or the amount is what is left of it. */
  readonly amountIs: 'gross' | 'net';
  /** Where one applies to the recipient; it matters only where its rate is lower. */
  readonly treaty?: TaxTreaty | undefined;
  readonly on: AccountingDate;
}

/** What is withheld from a payment. */
export interface WithheldTax {
  readonly gross: Money;
  readonly tax: Money;
  readonly net: Money;
  /** What the treaty saves of the Code's tax; zero without one. */
  readonly treatyRelief: Money;
  /** Name of the treaty by which the rate is lower; left out where the Code's rate holds. */
  readonly treaty?: string;
  readonly rules: readonly AppliedRule[];
}

const requirePossible = ({ case: of, amount, treaty }: WithholdingPayment): void => {
  if (amount.isNegative()) {
    const article = 'Tax Code, article 154';
    throw reject(withholdingErrors.amountNegative, { field: 'amount', article });
  }
  if (treaty !== undefined && casesOfResidents.includes(of)) {
    const article = 'Tax Code, article 2(7)';
    throw reject(withholdingErrors.treatyOfResident, { field: 'treaty', article });
  }
};

/**
 * The tax withheld from a payment. A treaty in force overrides the Code where its rate is lower;
 * the relief is shown by itself, as the return asks for it. A payment agreed net of tax is grossed
 * up: 900.00 at 10% is left of 1,000.00. Source: Tax Code of Georgia, articles 130 to 134, 154(1)
 * and 2(7).
 */
export const withheldTax = (rules: RuleSet, payment: WithholdingPayment): WithheldTax => {
  requirePossible(payment);
  const { amount, amountIs, treaty, on } = payment;
  const { value: codeRate, rule } = rules.rate(rateOfCase[payment.case], on);
  const applied = treaty !== undefined && treaty.rate.compare(codeRate) < 0 ? treaty : undefined;
  const rate = applied?.rate ?? codeRate;
  const gross = amountIs === 'gross' ? amount : rate.grossUp(amount);
  const tax = rate.ofNet(gross);
  return {
    ...{ gross, tax, net: gross.minus(tax) },
    treatyRelief: codeRate.ofNet(gross).minus(tax),
    ...(applied && { treaty: applied.name }),
    rules: [rule],
  };
};
