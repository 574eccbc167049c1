import type { Command } from '@accounting/kernel';

/** One currency on one day is one stream. Recording again corrects what was recorded. */
export type RecordExchangeRate = Command<
  'RecordExchangeRate',
  {
    readonly currency: string;
    /** `2026-11-22`, the day from which the rate counts. */
    readonly date: string;
    /** GEL for `quantity` units: positive decimal text of at most 8 + 10 digits. */
    readonly rate: string;
    /**
     * The National Bank quotes some currencies per 10, 100 or 1,000 units. 1 unless said
     * otherwise.
     */
    readonly quantity?: number | undefined;
    /** `nbg`, `manual`, or another name. */
    readonly source: string;
  }
>;

export type ExchangeRateCommand = RecordExchangeRate;
