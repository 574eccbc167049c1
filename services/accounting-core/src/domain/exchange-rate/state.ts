import type { ExchangeRateEvent } from './events';

export type ExchangeRateRecord =
  | { readonly status: 'unknown' }
  | { readonly status: 'known'; readonly rate: string; readonly source: string };

export const initialState = (): ExchangeRateRecord => ({ status: 'unknown' });

export const evolve = (
  _record: ExchangeRateRecord,
  { data }: ExchangeRateEvent,
): ExchangeRateRecord => ({ status: 'known', rate: data.rate, source: data.source });
