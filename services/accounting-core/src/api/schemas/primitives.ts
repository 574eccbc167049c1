import { AccountingDate, AccountingMonth, Currency, Money, Uuid } from '@accounting/kernel';
import { z } from 'zod';
import { fields } from '@accounting/service-host';

/**
 * An id that a client chooses. Version 8 is kept for ids that the ledger derives itself, for rows
 * of an import and revaluations: who could take one of those in advance could hold up their work.
 */
export const chosenUuid = fields.parsedText(
  (text) => {
    const id = Uuid.parse(text);
    return id?.[14] === '8' ? undefined : id;
  },
  'a UUID of any version but 8',
  '0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80',
);

/** Books of any company lie within; the days and months around a date exist then too. */
const isBookYear = (text: string): boolean => text >= '1900' && text < '2200';

export const accountingDate = fields.parsedText(
  (text) => (isBookYear(text) ? AccountingDate.parse(text) : undefined),
  'a day of the years 1900 to 2199 as YYYY-MM-DD',
  '2026-11-22',
);

/** A query whose days run from `from` to its last day, each where it is said. */
export const daysInOrder = <Shape extends z.ZodRawShape, Last extends 'to' | 'asOf'>(
  query: z.ZodObject<Shape, z.core.$strict>,
  last: Last,
) =>
  query.refine(
    (parsedQuery) => {
      const days: Readonly<Partial<Record<'from' | 'to' | 'asOf', unknown>>> = parsedQuery;
      const { from, [last]: lastDay } = days;
      return typeof from !== 'string' || typeof lastDay !== 'string' || from <= lastDay;
    },
    { path: ['from'], error: `must not be after \`${last}\`` },
  );

export const accountingMonth = fields.parsedText(
  (text) => (isBookYear(text) ? AccountingMonth.parse(text) : undefined),
  'a month of the years 1900 to 2199 as YYYY-MM',
  '2026-11',
);
export const currency = fields.parsedText(
  Currency.parse,
  'an active ISO 4217 currency code',
  'GEL',
);

/** An amount as decimal text; the domain says what is wrong with one that is none. */
export const amount = z.string().max(60).meta({
  description: 'Decimal text, never a number: no exponent, no spaces.',
  example: '118.00',
});

/** An amount in GEL to compare with; here nobody else says what is wrong with one that is none. */
export const amountBound = z
  .string()
  .max(60)
  .refine((text) => Money.parse(text) instanceof Money, {
    error: 'must be an amount in GEL such as 10.10',
  })
  .meta({ description: 'Decimal text in GEL, inclusive.', example: '118.00' });

export const exchangeRate = z.string().max(40).meta({
  description: 'GEL for one unit of the currency, at most ten decimals.',
  example: '2.7000',
});

/** What is written the same way in every service. */
export const {
  instant,
  pageCursor,
  pageLimit,
  pageOf,
  queryBoolean,
  searchedText,
  sortBy,
  uuid,
  wholeNumber,
} = fields;
