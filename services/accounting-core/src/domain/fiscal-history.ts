import { exhaustive } from '@accounting/kernel';
import type { FiscalPeriodEvent } from './fiscal-period/events';
import type { FiscalPeriod } from './fiscal-period/state';
import type { FiscalYearEvent } from './fiscal-year/events';

export type FiscalPeriodChangeKind = 'closed' | 'locked' | 'unlocked' | 'reopened';

/** Who changed a month or a year, and why; a reason is asked for where something is opened. */
export interface WhoAndWhy {
  readonly changedBy: string;
  readonly reason: string | null;
}

/** What somebody did to a month. */
export interface FiscalPeriodChange extends WhoAndWhy {
  readonly change: FiscalPeriodChangeKind;
}

export const whoAndWhy = (event: FiscalPeriodEvent): WhoAndWhy => {
  switch (event.type) {
    case 'FiscalPeriodClosed':
      return { changedBy: event.data.closedBy, reason: null };
    case 'FiscalPeriodLocked':
      return { changedBy: event.data.lockedBy, reason: null };
    case 'FiscalPeriodUnlocked':
      return { changedBy: event.data.unlockedBy, reason: event.data.reason };
    case 'FiscalPeriodReopened':
      return { changedBy: event.data.reopenedBy, reason: event.data.reason };
    default:
      return exhaustive(event);
  }
};

const changeKinds: Readonly<Record<FiscalPeriodEvent['type'], FiscalPeriodChangeKind>> = {
  FiscalPeriodClosed: 'closed',
  FiscalPeriodLocked: 'locked',
  FiscalPeriodUnlocked: 'unlocked',
  FiscalPeriodReopened: 'reopened',
};

/**
 * A recorded fact as what was done. Reopening a year once recorded its locked months as closed,
 * with the reason in the year only: that was an unlocking too.
 */
export const periodChangeOf = (
  event: FiscalPeriodEvent,
  before: FiscalPeriod,
): FiscalPeriodChange => {
  const wasUnlocked = event.type === 'FiscalPeriodClosed' && before.status === 'locked';
  return { change: wasUnlocked ? 'unlocked' : changeKinds[event.type], ...whoAndWhy(event) };
};

/** What somebody did to a year. */
export interface FiscalYearChange extends WhoAndWhy {
  readonly change: 'closed' | 'reopened';
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
