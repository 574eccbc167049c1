import type { TransactionId } from '../transaction/transaction-id';
import type { FiscalYearEvent } from './events';

export type FiscalYear =
  | { readonly status: 'open' }
  | { readonly status: 'closed'; readonly closingTransactionId: TransactionId | null };

export const initialState = (): FiscalYear => ({ status: 'open' });

export const evolve = (_year: FiscalYear, event: FiscalYearEvent): FiscalYear =>
  event.type === 'FiscalYearClosed'
    ? { status: 'closed', closingTransactionId: event.data.closingTransactionId ?? null }
    : { status: 'open' };
