import { exhaustive } from '@accounting/kernel';
import type { FiscalPeriodEvent } from './fiscal-period/events';
import type { FiscalPeriod } from './fiscal-period/state';
import type { FiscalYearEvent } from './fiscal-year/events';

export type FiscalPeriodChangeKind = 'closed' | 'locked' | 'unlocked' | 'reopened';

/** What somebody did to a month. */
export interface FiscalPeriodChange {
  readonly change: FiscalPeriodChangeKind;
  readonly changedBy: string;
  readonly reason: string | null;
}

/**
 * A recorded fact as what was done. Reopening a year once recorded its locked months as closed,
 * with the reason in the year only: that was an unlocking too.
 */
export const periodChangeOf = (
  event: FiscalPeriodEvent,
  before: FiscalPeriod,
): FiscalPeriodChange => {
  switch (event.type) {
    case 'FiscalPeriodClosed': {
      const change = before.status === 'locked' ? 'unlocked' : 'closed';
      return { change, changedBy: event.data.closedBy, reason: null };
    }
    case 'FiscalPeriodLocked':
      return { change: 'locked', changedBy: event.data.lockedBy, reason: null };
    case 'FiscalPeriodUnlocked':
      return { change: 'unlocked', changedBy: event.data.unlockedBy, reason: event.data.reason };
    case 'FiscalPeriodReopened':
      return { change: 'reopened', changedBy: event.data.reopenedBy, reason: event.data.reason };
    default:
      return exhaustive(event);
  }
};

/** What somebody did to a year. */
export interface FiscalYearChange {
  readonly change: 'closed' | 'reopened';
  readonly changedBy: string;
  readonly reason: string | null;
  /** The closing transaction, or the one that took it back; `null` when there was none. */
  readonly transactionId: string | null;
  /** Of a closing. */
  readonly profitGel: string | null;
}

export const yearChangeOf = ({ type, data }: FiscalYearEvent): FiscalYearChange =>
  type === 'FiscalYearClosed'
    ? {
        change: 'closed',
        changedBy: data.closedBy,
        reason: null,
        transactionId: data.closingTransactionId ?? null,
        profitGel: data.profitGel,
      }
    : {
        change: 'reopened',
        changedBy: data.reopenedBy,
        reason: data.reason,
        transactionId: data.reversalTransactionId ?? null,
        profitGel: null,
      };
