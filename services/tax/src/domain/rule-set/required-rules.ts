import type { RuleKind } from './rule';
import { vatRules } from '../vat/vat-rules';
import { latePaymentRules } from '../late-payment/late-payment-rules';

/**
 * Every rule that the code asks for, by its id, with the kind it must have. A rule set that lacks
 * one is refused when the service starts.
 */
export const requiredRules = {
  ...vatRules,
  ...latePaymentRules,
} as const satisfies Readonly<Record<string, RuleKind>>;

type Required = typeof requiredRules;

/** Names a rule of one kind; a misspelt one does not compile. */
export type RuleIdOf<Kind extends RuleKind> = {
  [Id in keyof Required]: Required[Id] extends Kind ? Id : never;
}[keyof Required];
