import { Money, Uuid } from '@accounting/kernel';
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
  accountingDate,
  accountingMonth,
  amount,
  currency,
  daysInOrder,
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
