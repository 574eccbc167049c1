import type { AccountingDate, Currency } from '@accounting/kernel';

/** The rate of a currency on a day became known, or was corrected. */
export interface ExchangeRateRecorded {
  readonly type: 'ExchangeRateRecorded';
  readonly data: {
    readonly currency: Currency;
    readonly date: AccountingDate;
    /** GEL for one unit of the currency, decimal text. */
    readonly rate: string;
    /** Where it comes from: `nbg` for the National Bank of Georgia, `manual`, or another name. */
    readonly source: string;
    readonly recordedBy: string;
  };
}

export type ExchangeRateEvent = ExchangeRateRecorded;
