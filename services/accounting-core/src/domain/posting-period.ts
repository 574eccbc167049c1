import { AccountingDate, reject } from '@accounting/kernel';
import { errors } from './fiscal-period/errors';
import type { LedgerReference } from './ledger-reference';

export interface PostingDate {
  readonly date: AccountingDate;
  /** Where the date stands in the input. */
  readonly field?: string;
}

/**
 * Throws unless the period of the date takes postings. A year before a closed one takes none
 * either, even where nobody closed its months: what it gains would change the opening balances of
 * a year whose statements are final.
 */
export const requireOpenPeriod = (
  ledger: LedgerReference,
  { date, field = 'transactionDate' }: PostingDate,
): void => {
  const period = AccountingDate.monthOf(date);
  const status = ledger.periodStatus(period);
  if (status !== 'open') {
    const definition = status === 'closed' ? errors.closed : errors.locked;
    throw reject(
      definition,
      { field, period, date },
      `The fiscal period ${period} is ${status}; it takes no postings dated ${date}.`,
    );
  }
  const closedYear = closedYearAfter(AccountingDate.yearOf(date), ledger);
  if (closedYear === undefined) return;
  throw reject(
    errors.locked,
    { field, period, date, closedYear },
    `The fiscal period ${period} lies before the closed year ${closedYear} and takes no postings.`,
  );
};

/** The first closed year after a year. */
export const closedYearAfter = (
  year: number,
  { closedYears }: Pick<LedgerReference, 'closedYears'>,
): number | undefined => closedYears.find((closed) => closed > year);
