import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { amountInGel, amountNotNegative, anyAmount } from './amounts';
import { appliedRule } from './law';

const on = fields.accountingDate;
const rules = z.array(appliedRule).readonly();
const linesMax = 10_000;

const vatAmounts = { net: amountInGel, vat: amountInGel, gross: amountInGel };

export const documentBody = z.strictObject({
  on,
  prices: z.enum(['inclusive', 'exclusive']),
  rounding: z.enum(['per_line', 'per_document']).default('per_line'),
  lines: z
    .array(
      z.strictObject({
        price: anyAmount,
        vat: anyAmount.optional().meta({ description: 'What the document says, to be checked.' }),
        rate: z
          .string()
          .max(20)
          .regex(/^\d+(\.\d+)?$/, { error: 'must be a percentage such as 18' })
          .optional()
          .meta({ description: 'Percentage the document names, to be checked.', example: '18' }),
      }),
    )
    .min(1)
    .max(linesMax),
});

export const taxedDocument = z.object({
  ...vatAmounts,
  lines: z.array(z.object(vatAmounts)).readonly(),
  rules,
});

export const marginBody = z.strictObject({
  on,
  bought: amountNotNegative,
  sold: amountNotNegative,
});
export const margin = z.object({ margin: amountInGel, vat: amountInGel, rules });

export const importBody = z.strictObject({
  on,
  customsValue: amountNotNegative,
  importDuty: amountNotNegative,
  excise: amountNotNegative,
  otherCharges: amountNotNegative,
});
export const importVat = z.object({ base: amountInGel, vat: amountInGel, rules });

const turnover = { creditable: amountNotNegative, withoutCredit: amountNotNegative };

export const partialCreditBody = z.strictObject({ on, inputVat: amountNotNegative, ...turnover });
export const partialCredit = z.object({ credit: amountInGel, notCredited: amountInGel, rules });

export const fixedAssetBody = z.strictObject({
  on,
  kind: z.enum(['building', 'other']),
  vat: amountNotNegative,
  yearOfUse: z.int().min(1).max(100),
  use: z.strictObject(turnover),
});
export const fixedAsset = z.object({ yearly: amountInGel, cancelled: amountInGel, rules });

export const latePaymentBody = z.strictObject({
  tax: amountNotNegative,
  dueOn: on,
  paidOn: on,
  filedOn: on,
});
export const latePayment = z.object({
  interest: amountInGel,
  days: z.int(),
  lateReturnFine: amountInGel,
  rules,
});

export const understatementBody = z.strictObject({
  on,
  declared: amountNotNegative,
  understated: amountNotNegative.refine((amount) => amount.isPositive(), {
    error: 'must be above zero',
  }),
  onlyTime: z
    .boolean()
    .default(false)
    .meta({ description: 'True where the tax was declared, in another period.' }),
});
export const understatement = z.object({ amount: amountInGel, rules });
