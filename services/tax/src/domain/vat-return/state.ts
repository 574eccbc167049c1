import { exhaustive } from '@accounting/kernel';
import type { VatReturnEvent, VatReturnGenerated, VatReturnSubmitted } from './events';

/** The return of one month: what was generated, and what of it was submitted. */
export interface VatReturn {
  /** The latest version; the earlier ones are in its events. */
  readonly latest?: VatReturnGenerated['data'];
  /** The latest submission. */
  readonly submitted?: VatReturnSubmitted['data'];
}

export const initialState = (): VatReturn => ({});

export const evolve = (vatReturn: VatReturn, event: VatReturnEvent): VatReturn => {
  switch (event.type) {
    case 'VatReturnGenerated':
      return { ...vatReturn, latest: event.data };
    case 'VatReturnSubmitted':
      return { ...vatReturn, submitted: event.data };
    default:
      return exhaustive(event);
  }
};
