import { exhaustive } from '@accounting/kernel';
import type { FiscalPeriodEvent, FiscalPeriodStatus } from './events';

export interface FiscalPeriod {
  readonly status: FiscalPeriodStatus;
}

export const initialState = (): FiscalPeriod => ({ status: 'open' });

/** Closing a locked period is what reopening its year does to it. */
export const evolve = (_period: FiscalPeriod, event: FiscalPeriodEvent): FiscalPeriod => {
  switch (event.type) {
    case 'FiscalPeriodClosed':
      return { status: 'closed' };
    case 'FiscalPeriodLocked':
      return { status: 'locked' };
    case 'FiscalPeriodReopened':
      return { status: 'open' };
    default:
      return exhaustive(event);
  }
};
