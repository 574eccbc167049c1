import { z } from 'zod';
import { textLengthMax } from '../../domain/printable-text';
import {
  accountingDate,
  currency,
  daysInOrder,
  exchangeRate,
  instant,
  pageCursor,
  pageLimit,
  pageOf,
  searchedText,
  sortBy,
} from './primitives';

export const rateParameters = z.strictObject({ currency, date: accountingDate });

export const recordRateBody = z.strictObject({
  rate: exchangeRate,
  quantity: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ description: 'Units that the rate is quoted for, as the National Bank does.' }),
  source: z.string().min(1).max(textLengthMax.rateSource).default('manual'),
});

export const exchangeRateSchema = z
  .object({
    currency: z.string(),
    date: z.string(),
    rate: exchangeRate,
    source: z.string(),
    version: z.number().int(),
    recordedBy: z.string(),
    recordedAt: instant,
  })
  .meta({ id: 'ExchangeRate' });

export const rateReceipt = z.object({
  currency: z.string(),
  date: z.string(),
  rate: exchangeRate,
  version: z.number().int(),
});

export const listRatesQuery = daysInOrder(
  z.strictObject({
    currency: currency.optional(),
    from: accountingDate.optional(),
    to: accountingDate.optional(),
    source: searchedText(textLengthMax.rateSource).optional(),
    sort: sortBy(['currency', 'date']).default('currency').meta({
      description:
        'By currency, each with its latest rate first; or by date. With `-` before it, backwards.',
    }),
    limit: pageLimit,
    after: pageCursor,
  }),
  'to',
);

export const exchangeRatePage = pageOf(exchangeRateSchema);

export const rateImportReceipt = z.object({
  rates: z
    .number()
    .int()
    .meta({ description: 'Rates in the file; each is recorded now, or was known already.' }),
});
