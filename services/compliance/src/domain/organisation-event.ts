import type { CompanyDutiesEvent } from './company-duties/events';
import type { CompanyPolicyEvent } from './company-policy/events';
import type { CompanyEvent } from './company/events';
import type { MembershipEvent } from './membership/events';
import type { PartnerEvent } from './partner/events';
import type { RoleEvent } from './role/events';

/** Every fact about companies, and about who may do what in them. */
export type OrganisationEvent =
  | CompanyEvent
  | MembershipEvent
  | RoleEvent
  | CompanyPolicyEvent
  | CompanyDutiesEvent
  | PartnerEvent;

/**
 * The version of the shape in which each fact is recorded today. Raising one leaves the recorded
 * facts as they are; they are upcast when read, and their samples in `test/samples/` stay.
 */
export const organisationEventVersions: Readonly<Record<OrganisationEvent['type'], number>> = {
  CompanyRegistered: 1,
  CompanyRenamed: 1,
  CompanySuspended: 1,
  CompanyReopened: 1,
  MemberInvited: 1,
  MemberAdded: 1,
  MemberRolesChanged: 1,
  MemberRemoved: 1,
  RoleDefined: 1,
  RoleRenamed: 1,
  RolePermissionsChanged: 1,
  RoleRetired: 1,
  CompanyPolicyChanged: 1,
  DutyRuleAdded: 1,
  DutyRuleDisabled: 1,
  DutyRuleEnabled: 1,
  PartnerRegistered: 1,
  PartnerTermsChanged: 1,
  PartnerKeyAdded: 1,
  PartnerKeyRetired: 1,
  PartnerSuspended: 1,
  PartnerResumed: 1,
};
