import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { legalBasis, localizedText } from './law';

const trait = z.enum([
  ...(['company', 'vat_payer', 'distributed_profit', 'annual_profit', 'free_zone'] as const),
  ...(['small_business', 'micro_business', 'individual_on_general_regime'] as const),
  ...(['employer', 'employer_of_car_users', 'withholding_agent', 'excise_payer'] as const),
  ...(['property_owner', 'land_owner'] as const),
]);
const yearsMax = 5;

export const calendarQuery = fields
  .daysInOrder(
    z.strictObject({
      from: fields.accountingDate,
      to: fields.accountingDate,
      traits: z
        .string()
        .max(300)
        .transform((text) => text.split(','))
        .pipe(z.array(trait).min(1))
        .meta({ description: 'What the taxpayer is or has, with commas: `vat_payer,employer`.' }),
    }),
    'to',
  )
  .refine(({ from, to }) => Number(to.slice(0, 4)) - Number(from.slice(0, 4)) <= yearsMax, {
    path: ['to'],
    error: `must be at most ${String(yearsMax)} years after \`from\``,
  });

/** What is due when. */
export const calendar = z.object({
  duties: z
    .array(
      z.object({
        duty: z.string().meta({ example: 'vat.return' }),
        name: localizedText,
        kind: z.enum(['return', 'payment', 'return_and_payment', 'notice']),
        ...legalBasis,
        period: z.string().meta({ description: 'A month, `2026-11`, or a year, `2026`.' }),
        statutoryDate: z.string(),
        dueOn: z.string().meta({ description: 'After the shift over days off.' }),
      }),
    )
    .readonly(),
});
