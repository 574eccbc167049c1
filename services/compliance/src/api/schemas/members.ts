import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { acceptedConflicts, version } from './organisation-fields';

export const userParameter = z.strictObject({ userId: fields.uuid });

const roles = z
  .array(fields.searchedText(100))
  .max(50)
  .meta({
    description: 'Names of standard roles and ids of the company’s own.',
    example: ['accountant'],
  });

export const inviteMemberBody = z.strictObject({
  email: z.string().max(320).meta({ example: 'nino@example.com' }),
  displayName: z.string().max(400).meta({ example: 'Nino' }),
  roles,
  acceptedConflicts,
});

export const changeRolesBody = z.strictObject({ roles, acceptedConflicts });

const status = z.enum(['invited', 'active', 'removed']).meta({
  description: 'Who is invited may do nothing until they accept.',
});

export const memberReceipt = z.object({
  userId: z.string(),
  status,
  roles: z.array(z.string()).readonly(),
  version,
});

export const repeatedInvitation = z.object({ userId: z.string(), expiresAt: fields.instant });

export const acceptanceBody = z.strictObject({
  token: z.string().min(1).max(200),
  newPassword: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ format: 'password', description: 'For who has no password yet, and for nobody else.' }),
});

export const acceptedInvitation = z.object({ userId: z.string(), companyId: z.string() });

const acceptedOnly = 'Left out until the person has accepted.';

export const memberSchema = z
  .object({
    userId: z.string(),
    status: z.enum(['invited', 'active']),
    email: z.string(),
    displayName: z.string(),
    invitationExpiresAt: fields.instant.optional(),
    isActive: z.boolean().optional().meta({ description: acceptedOnly }),
    hasSecondFactor: z.boolean().optional().meta({ description: acceptedOnly }),
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
