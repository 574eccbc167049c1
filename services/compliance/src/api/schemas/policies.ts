import { z } from 'zod';
import { reason, version } from './organisation-fields';

const terms = {
  fourEyes: z
    .union([
      z.strictObject({ required: z.literal(true) }),
      z.strictObject({ required: z.literal(false), reason }),
    ])
    .meta({ description: 'Whether who wrote a transaction may approve it, and why.' }),
  sessionLengthMinutes: z.number().meta({
    description: 'From the sign-in to the end of the session: 15 minutes to 7 days.',
    example: 720,
  }),
  password: z.strictObject({
    lengthMin: z.number().meta({ description: 'Characters, 12 to 64.', example: 12 }),
    historyCount: z
      .number()
      .meta({ description: 'Earlier passwords that may not be used again, 0 to 24.', example: 5 }),
    lifetimeDays: z
      .number()
      .meta({ description: 'Days until it has to be changed, to 730; 0 for never.', example: 0 }),
  }),
  secondFactorRequired: z.boolean(),
};

export const policyBody = z.strictObject(terms);
export const policySchema = z
  .object({ ...terms, version: version.meta({ description: '0 as long as the standard holds.' }) })
  .meta({ id: 'Policy' });
