import type { Command } from '@accounting/kernel';
import type { AccountTotals } from '../account-totals';
import type { LedgerReference } from '../ledger-reference';
import type { TransactionContent } from '../transaction/events';
import type { TransactionId } from '../transaction/transaction-id';

interface WithLedger {
  readonly ledger: LedgerReference;
}

/** The fiscal year of Georgian companies is the calendar year. */
export type CloseFiscalYear = Command<
  'CloseFiscalYear',
  {
    readonly year: number;
    /** Used when there is anything to close. */
    readonly closingTransactionId: TransactionId;
    /** Sums of every account up to and including 31 December of the year. */
    readonly totals: readonly AccountTotals[];
    /** The same a year earlier: what is left of income and expenses there was never closed. */
    readonly totalsBefore: readonly AccountTotals[];
  }
> &
  WithLedger;

export type ReopenFiscalYear = Command<
  'ReopenFiscalYear',
  {
    readonly year: number;
    /** 1 to 500 characters. */
    readonly reason: string;
    /** Used when the closing made a transaction. */
    readonly reversalTransactionId: TransactionId;
    /** The content of the closing transaction; absent when the closing made none. */
    readonly closing: TransactionContent | undefined;
  }
> &
  WithLedger;

export type FiscalYearCommand = CloseFiscalYear | ReopenFiscalYear;
