import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { acceptedConflicts, name, permissions, version } from './organisation-fields';

export const roleParameter = z.strictObject({ roleId: fields.searchedText(100) });

const names = {
  nameEnglish: name.meta({ example: 'Cashier' }),
  nameGeorgian: name.meta({ example: 'მოლარე' }),
};

export const defineRoleBody = z.strictObject({
  roleId: fields.uuid.optional().meta({ description: 'Chosen by the client, or made here.' }),
  ...names,
  permissions,
});

export const renameRoleBody = z.strictObject(names);
export const rolePermissionsBody = z.strictObject({ permissions, acceptedConflicts });
export const roleReceipt = z.object({ roleId: z.string(), version });

export const roleSchema = z
  .object({
    roleId: z.string(),
    nameEnglish: z.string(),
    nameGeorgian: z.string(),
    permissions: z.array(z.string()).readonly(),
    isStandard: z.boolean(),
    isRetired: z.boolean(),
    version: version.meta({ description: '0 of a standard role, which never changes.' }),
  })
  .meta({ id: 'Role' });

export const roleList = z.object({ items: z.array(roleSchema).readonly() });

export const permissionList = z.object({
  items: z
    .array(
      z.object({
        permission: z.string(),
        service: z.string(),
        nameEnglish: z.string(),
        nameGeorgian: z.string(),
        allows: z.string(),
      }),
    )
    .readonly(),
});
