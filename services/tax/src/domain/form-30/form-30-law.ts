import type { AccountingDate, Rate } from '@accounting/kernel';
import type { LegalBasis, LocalizedText } from '../rule-set/rule';

/** Whether a recipient lives, or is registered, in Georgia. */
export type Residency = 'resident' | 'non_resident';

/** Whether a recipient is a person or an organisation. */
export type RecipientKind = 'individual' | 'organisation';

/** A category of recipients in the classifier of the Revenue Service. */
export interface RecipientCategory {
  /** What the file contains; not the number that the screen shows. */
  readonly id: number;
  /** What the screen shows: `1.1`. Left out where no source says it. */
  readonly number?: string | undefined;
  readonly name: LocalizedText;
  /** Left out where recipients may live anywhere. */
  readonly residency?: Residency | undefined;
  /** Left out where recipients may be either. */
  readonly recipient?: RecipientKind | undefined;
  /** The only types of income that they receive; left out where any will do. */
  readonly incomeTypes?: readonly number[] | undefined;
}

/** A type of income in the classifier of the Revenue Service. */
export interface IncomeType {
  readonly id: number;
  readonly name: LocalizedText;
  /** Last day of payment for which the type is valid. */
  readonly until?: AccountingDate | undefined;
  /** The only categories that receive it; left out where any will do. */
  readonly categories?: readonly number[] | undefined;
}

/** A rate that may stand beside a recipient and a type of income. What is left out is any. */
export interface AllowedRate {
  readonly categories?: readonly number[] | undefined;
  readonly residency?: Residency | undefined;
  readonly recipient?: RecipientKind | undefined;
  readonly incomeTypes?: readonly number[] | undefined;
  readonly rate: Rate;
  /** First day of payment for which the rate is valid. */
  readonly from?: AccountingDate | undefined;
}

/**
 * The return of tax withheld at source, known as Form 30: its columns and classifiers, as far as
 * sources give them. Source: Order 996, article 38.
 */
export interface Form30Law extends LegalBasis {
  /** The code of Georgia among those of countries. */
  readonly georgia: string;
  /** The fourteen columns by position. */
  readonly columns: readonly LocalizedText[];
  readonly categories: readonly RecipientCategory[];
  readonly incomeTypes: readonly IncomeType[];
  /** No complete list: a recipient and a type of income that no entry names are not checked. */
  readonly rates: readonly AllowedRate[];
}
