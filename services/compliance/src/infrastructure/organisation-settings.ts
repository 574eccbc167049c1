import { orNone, text, type SettingParser, type SettingsOf } from '@accounting/service-host';
import { CompanyId } from '@accounting/kernel';
import { administratorRoleId, standardRole, standardRoles } from '../domain/role/standard-roles';

const companyId: SettingParser<CompanyId> = (value) => {
  const parsed = CompanyId.parse(value);
  if (parsed === undefined) throw new Error('must be a UUID, or "none"');
  return parsed;
};

const standardRoleIds: SettingParser<readonly string[]> = (value) => {
  const roleIds = [...new Set(value.split(',').map((roleId) => roleId.trim()))];
  if (roleIds.some((roleId) => standardRole(roleId) === undefined)) {
    const known = standardRoles.map(({ roleId }) => roleId).join(', ');
    throw new Error(`must be one or more of ${known}, separated by commas`);
  }
  // Without an administrator nobody could make one.
  if (!roleIds.includes(administratorRoleId)) throw new Error('must include administrator');
  return roleIds;
};

/** The settings of the company that is founded when there is nobody yet. */
export const organisationSettings = {
  FIRST_COMPANY_ID: {
    parse: orNone(companyId),
    default: 'none',
    meaning: 'Id of the company founded with the first administrator; without it a new one.',
  },
  FIRST_COMPANY_NAME: {
    parse: text(200),
    default: 'Platform',
    meaning: 'Name of that company, which runs the system for the others.',
  },
  FIRST_ADMINISTRATOR_ROLES: {
    parse: standardRoleIds,
    default: 'administrator',
    meaning: 'Standard roles of the first administrator, separated by commas.',
  },
} as const;

export type OrganisationConfiguration = SettingsOf<typeof organisationSettings>;
