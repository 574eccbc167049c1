import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { reason } from './organisation-fields';

export const ruleParameter = z.strictObject({ ruleId: z.string().max(100) });

const scope = z.enum(['same_object', 'person']).meta({
  description:
    '`same_object`: one person may hold both permissions and not use both on one object. ' +
    '`person`: nobody should hold both.',
});

export const addRuleBody = z.strictObject({
  first: z.string().max(100).meta({ example: 'suppliers:write' }),
  second: z.string().max(100).meta({ example: 'transactions:approve' }),
  scope,
  reason,
});

export const ruleReceipt = z.object({ ruleId: z.string() });

export const ruleSchema = z
  .object({
    ruleId: z.string(),
    first: z.string(),
    second: z.string(),
    scope,
    reason: z.string(),
    isGeneral: z.boolean(),
    nameEnglish: z.string().optional(),
    nameGeorgian: z.string().optional(),
    source: z.string().optional(),
    isInForce: z.boolean(),
    disabled: z.object({ reason: z.string(), disabledBy: z.string().optional() }).optional(),
  })
  .meta({ id: 'DutyRule' });

export const ruleList = z.object({ items: z.array(ruleSchema).readonly() });

export const conflictSchema = z
  .object({
    userId: z.string(),
    email: z.string(),
    displayName: z.string(),
    ruleId: z.string(),
    first: z.string(),
    second: z.string(),
    firstThrough: z.array(z.string()).readonly(),
    secondThrough: z.array(z.string()).readonly(),
    acceptance: z
      .object({ reason: z.string(), acceptedBy: z.string(), acceptedAt: fields.instant })
      .nullable(),
  })
  .meta({ id: 'DutyConflict' });

export const conflictPage = fields.pageOf(conflictSchema);
