import { fields } from '@accounting/service-host';
import { z } from 'zod';

/** A name in English and in Georgian. */
export const localizedText = z.object({ english: z.string(), georgian: z.string() });

const status = z.enum(['confirmed', 'needs_accountant']).meta({
  description: '`needs_accountant`: general knowledge, or one of two readings of the sources.',
});

/** What a rule rests on. */
export const legalBasis = {
  article: z.string().meta({ example: 'Tax Code, article 166' }),
  sources: z.array(z.string()).readonly(),
  status,
};

/** A rule as a calculation used it. */
export const appliedRule = z.object({
  id: z.string().meta({ example: 'vat.standard_rate' }),
  article: legalBasis.article,
  status,
  value: z.string().meta({ description: 'In force on the day of the calculation.' }),
});

export const rulesQuery = z.strictObject({ on: fields.accountingDate.optional() });

export const ruleSet = z.object({
  version: z.string(),
  law: z.string(),
  sources: z.record(z.string(), z.string()).readonly(),
  rules: z
    .array(
      z.object({
        id: z.string(),
        name: localizedText,
        ...legalBasis,
        kind: z.enum(['rate', 'amount', 'count']),
        unit: z.string(),
        value: z.string().optional().meta({ description: 'In force on the day asked for.' }),
        periods: z
          .array(
            z.object({
              from: z.string().optional(),
              until: z.string().optional(),
              value: z.string(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
});

export const yearParameter = z.strictObject({ year: fields.wholeNumber({ min: 1900, max: 2199 }) });

export const holidayList = z.object({
  year: z.int(),
  holidays: z.array(z.object({ date: z.string(), name: localizedText })).readonly(),
});
