import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { amountInGel } from './amounts';
import { appliedRule } from './law';

export const watchQuery = z.strictObject({ asOf: fields.accountingDate.optional() });

/** How near a company is to the duty to register. */
export const thresholdWatch = z.object({
  asOf: z.string(),
  threshold: amountInGel,
  total: amountInGel.meta({ description: 'Of the twelve months that end with `asOf`.' }),
  crossing: z
    .object({
      on: z.string(),
      transactionId: z.string(),
      total: amountInGel,
      applyBy: z.string().meta({ description: 'Last day to apply for registration.' }),
    })
    .optional(),
  expectedIn: z
    .string()
    .optional()
    .meta({ description: 'Month of crossing if the last three full months go on so.' }),
  rules: z.array(appliedRule).readonly(),
});
