import { AccountingDate, AccountingMonth, type Currency } from '@accounting/kernel';
import type { AccountTotals } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import { amountText } from './decimal-text';

export interface TotalsRow {
  readonly account_id: AccountId;
  readonly currency: Currency;
  readonly debit: string;
  readonly credit: string;
  readonly debit_gel: string;
  readonly credit_gel: string;
}

export const toTotals = (row: TotalsRow): AccountTotals => ({
  accountId: row.account_id,
  currency: row.currency,
  debit: amountText(row.debit, row.currency),
  credit: amountText(row.credit, row.currency),
  debitGel: row.debit_gel,
  creditGel: row.credit_gel,
});

/** First and last day of a stretch of days. */
interface Days {
  readonly from: AccountingDate;
  readonly to: AccountingDate;
}

/** What lies within a range: whole months, and stretches of days that are no whole month. */
export interface RangeSpan {
  /** First days of the first month and of the one after the last; absent without a whole month. */
  readonly months?: {
    readonly first?: AccountingDate | undefined;
    readonly end?: AccountingDate | undefined;
  };
  readonly days: readonly Days[];
}

/** What lies up to and including a day: whole months before `month`, then days until `lastDay`. */
export interface AsOfSpan {
  /** First day of the first month that is not wholly within. */
  readonly month: AccountingDate;
  readonly lastDay: AccountingDate;
}

/** On the last day of a month its sum is used, and no day is read. */
export const spanUntil = (asOf: AccountingDate): AsOfSpan => {
  const month = AccountingDate.monthOf(asOf);
  const isWhole = AccountingMonth.lastDay(month) === asOf;
  return {
    month: AccountingMonth.firstDay(isWhole ? AccountingMonth.next(month) : month),
    lastDay: asOf,
  };
};

/** The first day of the first month that lies wholly behind `from`. */
const firstMonthFrom = (from: AccountingDate): AccountingDate => {
  const month = AccountingDate.monthOf(from);
  const isWhole = AccountingMonth.firstDay(month) === from;
  return isWhole ? from : AccountingMonth.firstDay(AccountingMonth.next(month));
};

const daysBeforeMonths = (from: AccountingDate | undefined): readonly Days[] => {
  if (from === undefined) return [];
  const first = firstMonthFrom(from);
  return from < first ? [{ from, to: AccountingDate.addDays(first, -1) }] : [];
};

const daysAfterMonths = (asOf: AccountingDate | undefined): readonly Days[] => {
  if (asOf === undefined) return [];
  const { month } = spanUntil(asOf);
  return month <= asOf ? [{ from: month, to: asOf }] : [];
};

/** An end that is absent is open. */
export const spanBetween = (
  from: AccountingDate | undefined,
  asOf: AccountingDate | undefined,
): RangeSpan => {
  const first = from && firstMonthFrom(from);
  const end = asOf && spanUntil(asOf).month;
  const hasMonths = first === undefined || end === undefined || first < end;
  if (from !== undefined && asOf !== undefined && !hasMonths) return { days: [{ from, to: asOf }] };
  return { months: { first, end }, days: [...daysBeforeMonths(from), ...daysAfterMonths(asOf)] };
};
