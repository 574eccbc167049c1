import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { acceptedConflicts, version } from './organisation-fields';

export const userParameter = z.strictObject({ userId: fields.uuid });

const roles = z
  .array(z.string().max(100))
  .max(50)
  .meta({
    description: 'Names of standard roles and ids of the company’s own.',
    example: ['accountant'],
  });

export const addMemberBody = z.strictObject({
  email: z.string().max(320).meta({ example: 'nino@example.com' }),
  displayName: z.string().max(400).meta({ example: 'Nino' }),
  roles,
  acceptedConflicts,
});

export const changeRolesBody = z.strictObject({ roles, acceptedConflicts });

const invitation = z.object({
  token: z.string().meta({ description: 'Sets the first password. Told once, kept nowhere.' }),
  expiresAt: fields.instant,
});

const receipt = { userId: z.string(), roles: z.array(z.string()).readonly(), version };

export const memberReceipt = z.object(receipt);

export const addedMember = z.object({
  ...receipt,
  account: z.enum(['existing', 'invited', 'invitation_withheld']).meta({
    description:
      '`existing`: the person has an account already. `invited`: hand the invitation over to ' +
      'them. `invitation_withheld`: this is a repetition, and the first answer carried it.',
  }),
  invitation: invitation.optional(),
});

export const repeatedInvitation = z.object({
  userId: z.string(),
  account: z.enum(['invited']),
  invitation,
});

export const memberSchema = z
  .object({
    userId: z.string(),
    email: z.string(),
    displayName: z.string(),
    isActive: z.boolean(),
    hasSecondFactor: z.boolean(),
    lastSignedInAt: fields.instant.optional(),
    roles: z.array(z.string()).readonly(),
    permissions: z.array(z.string()).readonly(),
    addedAt: fields.instant,
    version,
  })
  .meta({ id: 'Member' });

export const memberPage = fields.pageOf(memberSchema);

export const listMembersQuery = z.strictObject({
  role: fields.searchedText(100).optional(),
  limit: fields.pageLimit,
  after: fields.pageCursor,
});
