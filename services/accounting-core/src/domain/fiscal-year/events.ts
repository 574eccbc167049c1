import type { TransactionId } from '../transaction/transaction-id';

/** Income and expense were closed into retained earnings as at 31 December. */
export interface FiscalYearClosed {
  readonly type: 'FiscalYearClosed';
  readonly data: {
    readonly year: number;
    readonly closedBy: string;
    /** Absent when the year had no income and no expense. */
    readonly closingTransactionId?: TransactionId;
    /** Profit, or loss when negative, in GEL. */
    readonly profitGel: string;
  };
}

/**
 * The closing was undone; its transaction is reversed and the year's periods are closed, not
 * locked.
 */
export interface FiscalYearReopened {
  readonly type: 'FiscalYearReopened';
  readonly data: {
    readonly year: number;
    readonly reopenedBy: string;
    readonly reason: string;
    readonly reversalTransactionId?: TransactionId;
  };
}

export type FiscalYearEvent = FiscalYearClosed | FiscalYearReopened;
