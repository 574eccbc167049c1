import type { AccountingMonth } from '@accounting/kernel';
import type { Command } from '../command';

interface Subject {
  readonly period: AccountingMonth;
}

/**
 * Months may be closed in any order. Closing bars postings dated in that month and says nothing of
 * others: the months before a company began its books are never closed by anyone, and a month that
 * waits for a late invoice need not hold up the next. All twelve have to be closed for the year.
 */
export type CloseFiscalPeriod = Command<'CloseFiscalPeriod', Subject>;

/** Makes a closed month final, as when its return was filed. Only reopening the year undoes it. */
export type LockFiscalPeriod = Command<'LockFiscalPeriod', Subject>;

export type ReopenFiscalPeriod = Command<
  'ReopenFiscalPeriod',
  Subject & {
    /** 1 to 500 characters. */
    readonly reason: string;
  }
>;

export type FiscalPeriodCommand = CloseFiscalPeriod | LockFiscalPeriod | ReopenFiscalPeriod;
