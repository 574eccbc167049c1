import type { RuleKind } from './rule';
import { vatRules } from '../vat/vat-rules';
import { latePaymentRules } from '../late-payment/late-payment-rules';
import { profitTaxRules } from '../profit-tax/profit-tax-rules';
import { propertyTaxRules } from '../property-tax/property-tax-rules';
import { salaryRules } from '../salary/salary-rules';
import { smallBusinessRules } from '../small-business/small-business-rules';
import { withholdingRules } from '../withholding/withholding-rules';

/**
 * Every rule that the code asks for, by its id, with the kind it must have. A rule set that lacks
 * one is refused when the service starts.
 */
export const requiredRules = {
  ...vatRules,
  ...latePaymentRules,
  ...profitTaxRules,
  ...propertyTaxRules,
  ...salaryRules,
  ...smallBusinessRules,
  ...withholdingRules,
} as const satisfies Readonly<Record<string, RuleKind>>;

type Required = typeof requiredRules;

/** Names a rule of one kind; a misspelt one does not compile. */
export type RuleIdOf<Kind extends RuleKind> = {
  [Id in keyof Required]: Required[Id] extends Kind ? Id : never;
}[keyof Required];
