import { invariant, type AccountingDate, type Money, type Rate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';

/** What a company turned over in a period, without VAT. */
export interface Turnover {
  /** Taxed, or exempt with the right to credit. */
  readonly creditable: Money;
  /** Exempt without that right. */
  readonly withoutCredit: Money;
}

/** How input VAT of mixed use divides. Both parts add up to the whole. */
export interface PartialCredit {
  readonly credit: Money;
  /** Becomes cost. */
  readonly notCredited: Money;
  readonly rules: readonly AppliedRule[];
}

/** True where what is exempt without credit is less than the share of all turnover. */
const isBelow = (share: Rate, { creditable, withoutCredit }: Turnover): boolean =>
  withoutCredit.compare(share.ofNet(creditable.plus(withoutCredit))) < 0;

/**
 * The credit for VAT on what serves taxed and exempt operations alike: in the proportion of the
 * turnovers, and in full where less than 5% of turnover is exempt without credit. Without any
 * turnover nothing speaks against full credit; the year's proportion corrects it later. Source: Tax
 * Code of Georgia, articles 177 and 177(7).
 */
export const partialCredit = (
  rules: RuleSet,
  inputVat: Money,
  turnover: Turnover,
  on: AccountingDate,
): PartialCredit => {
  const { creditable, withoutCredit } = turnover;
  invariant(!creditable.isNegative() && !withoutCredit.isNegative(), 'turnovers are not negative');
  const { value: share, rule } = rules.rate('vat.full_credit_share_below', on);
  const isFull = withoutCredit.isZero() || isBelow(share, turnover);
  const credit = isFull
    ? inputVat
    : inputVat.proportion(creditable.minorUnits, creditable.plus(withoutCredit).minorUnits);
  return { credit, notCredited: inputVat.minus(credit), rules: [rule] };
};

/**
 * Whether VAT on a fixed asset of mixed use is credited at once and corrected year by year: where
 * less than 20% of last year's turnover was exempt without credit. Source: Tax Code of Georgia,
 * article 177(5)(a).
 */
export const creditsFixedAssetAtOnce = (
  rules: RuleSet,
  lastYear: Turnover,
  on: AccountingDate,
): boolean => {
  const { value: share } = rules.rate('vat.fixed_asset_full_credit_share_below', on);
  return lastYear.withoutCredit.isZero() || isBelow(share, lastYear);
};
