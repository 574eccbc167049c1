import type { Money } from '@accounting/kernel';

/** Part III of the return keeps what was bought for use apart from what was bought to stay. */
export type InputColumn = 'goods_services' | 'fixed_assets';

/**
 * How far an entry is what somebody said: `stated` bases were booked beside their VAT; `derived`
 * ones were computed from the VAT, because no booking shows them.
 */
export type BaseOrigin = 'stated' | 'derived';

/** The line of turnover of which nobody has said yet how it is taxed. */
export const unclassified = 'unclassified';

/** What one transaction adds to one line of the VAT return; negative where it takes back. */
export interface VatEntry {
  /** Line of the form, `I.1`, or `unclassified`. */
  readonly line: string;
  readonly base: Money;
  readonly vat: Money;
  /** Of input VAT only. */
  readonly column?: InputColumn;
  readonly baseOrigin: BaseOrigin;
}
