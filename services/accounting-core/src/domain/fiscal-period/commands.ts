import type { AccountingMonth, Command } from '@accounting/kernel';
import type { LedgerReference } from '../ledger-reference';

interface Subject {
  readonly period: AccountingMonth;
}

/**
 * Months may be closed in any order. Closing bars postings dated in that month and says nothing of
 * others: the months before a company began its books are never closed by anyone, and a month that
 * waits for a late invoice need not hold up the next. All twelve have to be closed for the year.
 */
export type CloseFiscalPeriod = Command<'CloseFiscalPeriod', Subject>;

interface WithReason extends Subject {
  /** 1 to 500 characters. */
  readonly reason: string;
}

/** Makes a closed month final, as when its return was filed. */
export type LockFiscalPeriod = Command<'LockFiscalPeriod', Subject>;

/** Takes a lock back, as when a return is corrected; the month is closed then. */
export type UnlockFiscalPeriod = Command<'UnlockFiscalPeriod', WithReason> & {
  readonly ledger: Pick<LedgerReference, 'closedYears'>;
};

export type ReopenFiscalPeriod = Command<'ReopenFiscalPeriod', WithReason>;

export type FiscalPeriodCommand =
  CloseFiscalPeriod | LockFiscalPeriod | UnlockFiscalPeriod | ReopenFiscalPeriod;
