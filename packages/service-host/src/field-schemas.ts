import type { Sort } from '@accounting/database';
import { AccountingDate, AccountingMonth, Currency, Uuid } from '@accounting/kernel';
import { z } from 'zod';

/**
 * Text that a kernel parser turns into a value of type `Parsed`; its mistake names the form asked
 * for.
 */
export const parsedText = <Parsed extends string>(
  parse: (text: string) => Parsed | undefined,
  form: string,
  example: string,
) =>
  z
    .string()
    .max(40)
    .refine((text) => parse(text) !== undefined, {
      error: `must be ${form}, for example ${example}`,
    })
    .meta({ description: `${form[0]?.toUpperCase() ?? ''}${form.slice(1)}.`, example })
    .transform((text) => parse(text) as Parsed);

/** A UUID in whatever case. */
export const uuid = parsedText(Uuid.parse, 'a UUID', '0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80');

/** Books of any company lie within; the days and months around a date exist then too. */
const isBookYear = (text: string): boolean => text >= '1900' && text < '2200';

/** A day of the books. */
export const accountingDate = parsedText(
  (text) => (isBookYear(text) ? AccountingDate.parse(text) : undefined),
  'a day of the years 1900 to 2199 as YYYY-MM-DD',
  '2026-11-22',
);

/** A month of the books. */
export const accountingMonth = parsedText(
  (text) => (isBookYear(text) ? AccountingMonth.parse(text) : undefined),
  'a month of the years 1900 to 2199 as YYYY-MM',
  '2026-11',
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

/** A currency that is in use. */
export const currency = parsedText(Currency.parse, 'an active ISO 4217 currency code', 'GEL');

/** An amount as decimal text; the domain says what is wrong with one that is none. */
export const amount = z.string().max(60).meta({
  description: 'Decimal text, never a number: no exponent, no spaces.',
  example: '118.00',
});

/** Text to look for. PostgreSQL knows neither null characters nor halves of surrogate pairs. */
export const searchedText = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'must not contain control characters' });

/** An instant in an answer. */
export const instant = z
  .string()
  .meta({ description: 'An instant, ISO 8601, UTC.', format: 'date-time' });

const fromDigits = (value: unknown): unknown =>
  typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value;

/**
 * A whole number of a query string or a path, in decimal digits and nothing else: what JavaScript
 * reads as a number besides (`1e2`, `0x10`, a space) is more often a mistake than meant.
 */
export const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.preprocess(
    fromDigits,
    z
      .number({ error: `must be a whole number from ${min} to ${max} in decimal digits` })
      .int()
      .min(min)
      .max(max),
  );

/** How many items of a list. */
export const pageLimit = wholeNumber({ min: 1, max: 1000 })
  .default(100)
  .meta({ description: 'Items in a page, 1 to 1,000.' });

/** What a list is ordered by: any of the columns, with `-` before it for the other direction. */
export const sortBy = <Column extends string>(columns: readonly Column[]) =>
  z
    .enum(columns.flatMap((column): readonly Sort<Column>[] => [column, `-${column}`]))
    .meta({ description: 'What the list is ordered by; with `-` before it, backwards.' });

/** Where a list continues. */
export const pageCursor = z
  .string()
  .max(2000)
  .optional()
  .meta({ description: '`next` of the page before.' });

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).readonly(),
    next: z.string().optional().meta({ description: 'Continues after the last item.' }),
  });

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');
