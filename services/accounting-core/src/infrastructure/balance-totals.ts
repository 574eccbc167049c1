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
