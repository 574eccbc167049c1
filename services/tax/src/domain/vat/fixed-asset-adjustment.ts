import { invariant, Money, type AccountingDate } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { RuleSet } from '../rule-set/rule-set';
import type { Turnover } from './partial-credit';

/** Buildings are corrected over ten years, other fixed assets over five. */
export type FixedAssetKind = 'building' | 'other';

/** One year's correction of the credit on a fixed asset. */
export interface FixedAssetAdjustment {
  /** The part of the VAT that stands for one year. */
  readonly yearly: Money;
  /** What of it is taken back. */
  readonly cancelled: Money;
  readonly rules: readonly AppliedRule[];
}

/** A fixed asset whose VAT was credited in full, in one year of its use. */
export interface FixedAssetYear {
  readonly kind: FixedAssetKind;
  /** The VAT credited when it was bought. */
  readonly vat: Money;
  /** Year of use, 1 for that of purchase. */
  readonly yearOfUse: number;
  /** What it served in this year. */
  readonly use: Turnover;
  readonly on: AccountingDate;
}

/**
 * What is taken back of the credit on a fixed asset for a year in which it served operations exempt
 * without credit: their share of a tenth of the VAT for a building, of a fifth for anything else;
 * nothing once that many years are over. Source: Tax Code of Georgia, article 177(6).
 */
export const fixedAssetAdjustment = (
  rules: RuleSet,
  { kind, vat, yearOfUse, use, on }: FixedAssetYear,
): FixedAssetAdjustment => {
  invariant(yearOfUse >= 1, 'the years of use begin with 1');
  const { value: years, rule } = rules.count(
    kind === 'building' ? 'vat.building_adjustment_years' : 'vat.fixed_asset_adjustment_years',
    on,
  );
  const all = use.creditable.plus(use.withoutCredit);
  const isOver = yearOfUse > years || all.isZero();
  return {
    yearly: vat.proportion(1n, BigInt(years)),
    cancelled: isOver
      ? Money.zero(vat.currency)
      : vat.proportion(use.withoutCredit.minorUnits, all.minorUnits * BigInt(years)),
    rules: [rule],
  };
};
