import { AccountingDate, type Instant } from '@accounting/kernel';

/** The day the lari became the currency of Georgia. */
const firstBookableDate = AccountingDate.of('1995-10-02');

export type DateProblem = 'not_a_date' | 'too_early' | 'too_late';

export const isDateProblem = (date: AccountingDate | DateProblem): date is DateProblem =>
  date === 'not_a_date' || date === 'too_early' || date === 'too_late';

/**
 * Reads a day that may be booked: not before the lari, and at most one year after today in Tbilisi,
 * which catches a mistyped year without refusing a schedule made in advance.
 */
export const parseBookableDate = (text: string, now: Instant): AccountingDate | DateProblem => {
  const date = AccountingDate.parse(text);
  if (date === undefined) return 'not_a_date';
  if (date < firstBookableDate) return 'too_early';
  return isMoreThanAYearAhead(date, now) ? 'too_late' : date;
};

/** The same day of the next year as text, which need not exist to be compared with: 2029-02-29. */
const isMoreThanAYearAhead = (date: AccountingDate, now: Instant): boolean => {
  const dayInUtc = now.slice(0, 10);
  // Tbilisi is ahead of UTC, so what is no later there needs no look at the clock of Tbilisi.
  if (date <= dayInUtc) return false;
  const today = AccountingDate.ofInstant(now);
  return date > `${AccountingDate.yearOf(today) + 1}${today.slice(4)}`;
};
