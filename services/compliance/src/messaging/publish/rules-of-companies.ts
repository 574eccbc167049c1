import { complianceV1 as v1 } from '@accounting/contracts';
import type { DutyRule } from '../../domain/separation-of-duties';
import { publication, type OrganisationFacts } from './publication';

const role = publication('role');
const duties = publication('company-duties');

export const rolePublications = {
  RoleDefined: role(
    v1.RoleDefinedSchema,
    ({ permissions, ...data }: OrganisationFacts['RoleDefined']) => ({
      ...data,
      permissions: [...permissions],
    }),
  ),
  RoleRenamed: role(v1.RoleRenamedSchema, (data: OrganisationFacts['RoleRenamed']) => ({
    ...data,
  })),
  RolePermissionsChanged: role(
    v1.RolePermissionsChangedSchema,
    ({ roleId, permissions, acceptance }: OrganisationFacts['RolePermissionsChanged']) => ({
      roleId,
      permissions: [...permissions],
      ...(acceptance !== null && {
        acceptance: {
          reason: acceptance.reason,
          conflicts: acceptance.conflicts.map((conflict) => ({ ...conflict })),
        },
      }),
    }),
  ),
  RoleRetired: role(v1.RoleRetiredSchema, (data: OrganisationFacts['RoleRetired']) => ({
    ...data,
  })),
};

export const policyPublications = {
  CompanyPolicyChanged: publication('company-policy')(
    v1.CompanyPolicyChangedSchema,
    ({ fourEyes, password, ...data }: OrganisationFacts['CompanyPolicyChanged']) => ({
      ...data,
      fourEyes: { ...fourEyes },
      password: { ...password },
    }),
  ),
};

const scopeNames: Readonly<Record<DutyRule['scope'], v1.DutyScopeJson>> = {
  same_object: 'DUTY_SCOPE_SAME_OBJECT',
  person: 'DUTY_SCOPE_PERSON',
};

export const dutyPublications = {
  DutyRuleAdded: duties(
    v1.DutyRuleAddedSchema,
    ({ scope, ...data }: OrganisationFacts['DutyRuleAdded']) => ({
      ...data,
      scope: scopeNames[scope],
    }),
  ),
  DutyRuleDisabled: duties(
    v1.DutyRuleDisabledSchema,
    (data: OrganisationFacts['DutyRuleDisabled']) => ({ ...data }),
  ),
  DutyRuleEnabled: duties(
    v1.DutyRuleEnabledSchema,
    (data: OrganisationFacts['DutyRuleEnabled']) => ({ ...data }),
  ),
};
