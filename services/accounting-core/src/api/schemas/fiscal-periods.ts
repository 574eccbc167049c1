import { z } from 'zod';
import { accountingMonth, amount, instant, wholeNumber } from './primitives';

/** From the year of the lari to the last one of which days and months are taken. */
const year = wholeNumber({ min: 1995, max: 2199 });

export const periodParameter = z.strictObject({ period: accountingMonth });
export const yearParameter = z.strictObject({ year });
export const listPeriodsQuery = z.strictObject({ year });
export const reasonBody = z.strictObject({ reason: z.string().max(2000) });

export const fiscalPeriodSchema = z
  .object({
    period: z.string(),
    status: z.enum(['open', 'closed', 'locked']),
    version: z.number().int(),
    changedBy: z.string().nullable(),
    changedAt: instant.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'FiscalPeriod' });

/** Not cut into pages: a year has twelve. */
export const fiscalPeriodList = z.object({
  year: z.number().int(),
  periods: z.array(fiscalPeriodSchema).readonly(),
});

export const periodReceipt = z.object({
  period: z.string(),
  status: z.enum(['open', 'closed', 'locked']),
  version: z.number().int(),
});

export const fiscalYearSchema = z
  .object({
    year: z.number().int(),
    status: z.enum(['open', 'closed']),
    version: z.number().int(),
    closingTransactionId: z.string().nullable(),
    profitGel: amount.nullable(),
    changedBy: z.string().nullable(),
    changedAt: instant.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'FiscalYear' });

const changeSchema = <Change extends string>(changes: readonly [Change, ...Change[]]) =>
  z.object({
    version: z.number().int(),
    change: z.enum(changes),
    changedBy: z.string(),
    changedAt: instant,
    reason: z.string().nullable(),
  });

const periodChange = changeSchema(['closed', 'locked', 'unlocked', 'reopened']).meta({
  id: 'FiscalPeriodChange',
});

const yearChange = changeSchema(['closed', 'reopened'])
  .extend({ transactionId: z.string().nullable(), profitGel: amount.nullable() })
  .meta({ id: 'FiscalYearChange' });

/** Not cut into pages: a person made each change of the month. */
export const periodHistory = z.object({
  period: z.string(),
  changes: z.array(periodChange).readonly(),
});

export const yearHistory = z.object({
  year: z.number().int(),
  changes: z.array(yearChange).readonly(),
});

export const yearReceipt = z.object({
  year: z.number().int(),
  status: z.enum(['open', 'closed']),
  version: z.number().int(),
  closingTransactionId: z.string().nullable(),
  profitGel: amount.nullable(),
});
