import { exhaustive } from '@accounting/kernel';
import type { FiscalPeriodEvent, FiscalPeriodStatus } from './events';

export interface FiscalPeriod {
  readonly status: FiscalPeriodStatus;
}

export const initialState = (): FiscalPeriod => ({ status: 'open' });

/** Reopening a year once recorded `FiscalPeriodClosed` for its locked months. */
export const evolve = (_period: FiscalPeriod, event: FiscalPeriodEvent): FiscalPeriod => {
  switch (event.type) {
    case 'FiscalPeriodClosed':
    case 'FiscalPeriodUnlocked':
      return { status: 'closed' };
    case 'FiscalPeriodLocked':
      return { status: 'locked' };
    case 'FiscalPeriodReopened':
      return { status: 'open' };
    default:
      return exhaustive(event);
  }
};
