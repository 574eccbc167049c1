import { fields } from '@accounting/service-host';
import { z } from 'zod';

const transactionsMax = 1_000;

export const treatmentBody = z.strictObject({
  line: z.string().max(20).meta({
    description: 'A line of part I that is exempt, such as `I.14`; or `out_of_scope`.',
    example: 'I.14',
  }),
  transactionIds: z.array(fields.uuid).min(1).max(transactionsMax),
});

export const treatmentReceipt = z.object({
  line: z.string(),
  changed: z.int().meta({ description: 'Transactions of which something else was known before.' }),
});
