import { complianceV1 as v1 } from '@accounting/contracts';
import { publication, type OrganisationFacts } from './publication';

const company = publication('company');
const membership = publication('membership');

export const companyPublications = {
  CompanyRegistered: company(
    v1.CompanyRegisteredSchema,
    ({ taxIdentificationNumber, ...data }: OrganisationFacts['CompanyRegistered']) => ({
      ...data,
      ...(taxIdentificationNumber !== null && { taxIdentificationNumber }),
    }),
  ),
  CompanyRenamed: company(v1.CompanyRenamedSchema, (data: OrganisationFacts['CompanyRenamed']) => ({
    ...data,
  })),
  CompanySuspended: company(
    v1.CompanySuspendedSchema,
    (data: OrganisationFacts['CompanySuspended']) => ({ ...data }),
  ),
  CompanyReopened: company(
    v1.CompanyReopenedSchema,
    (data: OrganisationFacts['CompanyReopened']) => ({ ...data }),
  ),
};

const heldRoles = ({
  userId,
  roleIds,
  conflictingRuleIds,
  acceptance,
}: OrganisationFacts['MemberAdded']) => ({
  userId,
  roleIds: [...roleIds],
  conflictingRuleIds: [...conflictingRuleIds],
  ...(acceptance !== null && {
    acceptance: { reason: acceptance.reason, ruleIds: [...acceptance.ruleIds] },
  }),
});

export const membershipPublications = {
  MemberInvited: membership(v1.MemberInvitedSchema, heldRoles),
  MemberAdded: membership(v1.MemberAddedSchema, heldRoles),
  MemberRolesChanged: membership(v1.MemberRolesChangedSchema, heldRoles),
  MemberRemoved: membership(v1.MemberRemovedSchema, (data: OrganisationFacts['MemberRemoved']) => ({
    ...data,
  })),
};
