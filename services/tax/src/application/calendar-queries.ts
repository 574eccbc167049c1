import type { AccountingDate } from '@accounting/kernel';
import type { TaxLaw } from '../domain/tax-law';
import type { DutyOfPeriod, TaxpayerTrait } from '../domain/tax-calendar/duties';

/** What is due when. */
export interface CalendarQueries {
  /** What is due between two days, for a taxpayer with these traits, in the order of the days. */
  duties(input: {
    readonly traits: readonly TaxpayerTrait[];
    readonly from: AccountingDate;
    readonly to: AccountingDate;
  }): readonly DutyOfPeriod[];
}

/** The queries on one edition of the law. */
export const createCalendarQueries = ({
  duties,
  workingDays,
}: Pick<TaxLaw, 'duties' | 'workingDays'>): CalendarQueries => ({
  duties: ({ traits, ...days }) => duties.between(new Set(traits), days, workingDays),
});
