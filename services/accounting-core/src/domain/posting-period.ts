import { AccountingDate, AccountingMonth, reject, type Instant } from '@accounting/kernel';
import { errors } from './fiscal-period/errors';
import type { LedgerReference } from './ledger-reference';

export interface PostingDate {
  readonly date: AccountingDate;
  readonly now: Instant;
  /** Where the date stands in the input. */
  readonly field?: string;
}

/**
 * Throws unless the period of the date takes postings. A year before a closed one takes none either,
 * even where nobody closed its months: what it gains would change the opening balances of a year
 * whose statements are final.
 */
export const requireOpenPeriod = (
  ledger: LedgerReference,
  { date, now, field = 'transactionDate' }: PostingDate,
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
  const thisYear = Number(now.slice(0, 4));
  for (let year = AccountingDate.yearOf(date) + 1; year <= thisYear; year += 1) {
    if (ledger.periodStatus(AccountingMonth.of(`${year}-12`)) !== 'locked') continue;
    throw reject(
      errors.locked,
      { field, period, date, closedYear: year },
      `The fiscal period ${period} lies before the closed year ${year} and takes no postings.`,
    );
  }
};
