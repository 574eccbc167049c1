import type { Answer, RequestContext } from '@accounting/service-host';
import type { Readable } from 'node:stream';
import type { ExchangeRateUseCases } from './exchange-rate-use-cases';
import { readRates } from './rate-rows';

export interface RateImportReceipt {
  /** Rates in the file; each is recorded now, or was known already. */
  readonly rates: number;
}

export interface RateImportUseCases {
  /**
   * Records the rates of a CSV with the columns currency, date, rate, quantity and source. Nothing
   * is recorded unless every row is good. Sending a file again changes nothing.
   */
  importCsv(context: RequestContext, stream: Readable): Promise<Answer<RateImportReceipt>>;
}

/** Recorded at the same time: enough to share commits, few enough for other requests. */
const recordedTogetherMax = 50;

export const createRateImport = (
  exchangeRates: Pick<ExchangeRateUseCases, 'record'>,
): RateImportUseCases => ({
  importCsv: async (context, stream) => {
    const rates = await readRates(context, stream);
    for (let begin = 0; begin < rates.length; begin += recordedTogetherMax) {
      const together = rates.slice(begin, begin + recordedTogetherMax);
      await Promise.all(
        together.map(({ currency, date, rate, source }) =>
          exchangeRates.record(context, { currency, date, rate, source }),
        ),
      );
    }
    return { body: { rates: rates.length } };
  },
});
