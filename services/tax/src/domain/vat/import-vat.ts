import { Money, type AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** What a customs declaration is taxed on, in GEL. */
export interface ImportCharges {
  readonly customsValue: Money;
  readonly importDuty: Money;
  readonly excise: Money;
  /** Other charges on the import, but for VAT. */
  readonly otherCharges: Money;
}

/** VAT on an import. */
export interface ImportVat {
  readonly base: Money;
  readonly vat: Money;
  readonly rules: readonly AppliedRule[];
}

/**
 * VAT on goods imported: on the customs value and all charges on the import but VAT itself. From
 * 2028 carriage and insurance to the first destination belong to the base too, as a part of
 * `otherCharges`. Source: Tax Code of Georgia, articles 309(131) and 164¹(2).
 */
export const importVat = (
  rules: RuleSet,
  { customsValue, importDuty, excise, otherCharges }: ImportCharges,
  on: AccountingDate,
): ImportVat => {
  const { value: rate, rule } = rules.rate('vat.standard_rate', on);
  const base = Money.sum([customsValue, importDuty, excise, otherCharges]);
  return { base, vat: rate.ofNet(base), rules: [rule] };
};
