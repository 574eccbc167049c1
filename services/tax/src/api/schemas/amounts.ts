import { Money, type Rate } from '@accounting/kernel';
import { z } from 'zod';

const gel = z
  .string()
  .max(60)
  .meta({ description: 'Decimal text in GEL, at most two decimals.', example: '118.00' })
  .refine((text) => Money.parse(text) instanceof Money, {
    error: 'must be an amount in GEL such as 10.10',
  });

/** An amount in GEL that may be below zero. */
export const anyAmount = gel.transform((text) => Money.of(text));

/** An amount in GEL, zero or more. */
export const amountNotNegative = gel
  .refine((text) => !text.startsWith('-'), { error: 'must not be below zero' })
  .transform((text) => Money.of(text));

/** An amount in an answer. */
export const amountInGel = z
  .string()
  .meta({ description: 'Decimal text in GEL.', example: '18.00' });

/** What an answer looks like once its amounts and rates are text. */
type Written<Value> = Value extends string
  ? Value
  : Value extends Money | Rate
    ? string
    : Value extends object
      ? { readonly [Key in keyof Value]: Written<Value[Key]> }
      : Value;

/** An answer with its amounts as decimal text. */
export const written = <Value extends object>(value: Value): Written<Value> =>
  JSON.parse(JSON.stringify(value)) as Written<Value>;
