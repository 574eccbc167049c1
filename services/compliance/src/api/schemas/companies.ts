import { fields } from '@accounting/service-host';
import { z } from 'zod';
import { companyId, name, version } from './organisation-fields';

export const companyParameter = z.strictObject({ companyId });

const names = {
  nameGeorgian: name.meta({ example: 'შპს მზიური' }),
  nameLatin: name.meta({ example: 'Mziuri LLC' }),
};

export const registerCompanyBody = z.strictObject({
  companyId: companyId.optional().meta({ description: 'Chosen by the client, or made here.' }),
  ...names,
  taxIdentificationNumber: z.string().max(40).meta({ example: '200000001' }),
});

export const renameCompanyBody = z.strictObject(names);

const status = z.enum(['active', 'suspended']);

export const companyReceipt = z.object({ companyId: z.string(), status, version });

export const companySchema = z
  .object({
    companyId: z.string(),
    nameGeorgian: z.string(),
    nameLatin: z.string(),
    taxIdentificationNumber: z.string().nullable(),
    isOperator: z
      .boolean()
      .meta({ description: 'True of the company that runs the system for the others.' }),
    status,
    suspensionReason: z.string().nullable(),
    registeredAt: fields.instant,
    version,
  })
  .meta({ id: 'Company' });

export const companyPage = fields.pageOf(companySchema);
