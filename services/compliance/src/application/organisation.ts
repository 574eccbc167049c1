import type { Transaction } from '@accounting/database';
import type { EventStore } from '@accounting/event-store';
import type { Clock, NewUuid } from '@accounting/kernel';
import type { AccessDirectory } from './access-ports';
import {
  createCompanyUseCases,
  type CompanyUseCases,
  type FirstCompany,
} from './company-use-cases';
import { createConflictReport, type ConflictReport } from './conflict-report';
import { createDutyUseCases, type DutyUseCases } from './duty-use-cases';
import { createMemberUseCases, type MemberUseCases } from './member-use-cases';
import { createOrganisationCommands } from './organisation-commands';
import type {
  Companies,
  CompanyDutyRules,
  CompanyPolicies,
  CustomRoles,
  Memberships,
  Organisations,
  Partners,
  PartnerSecrets,
} from './organisation-ports';
import { createPartnerUseCases, type PartnerUseCases } from './partner-use-cases';
import { createPolicyUseCases, type PolicyUseCases } from './policy-use-cases';
import { createRoleUseCases, type RoleUseCases } from './role-use-cases';
import { createTrustFeeds, type TrustFeeds } from './trust-feeds';
import type {
  DutyDeviations,
  PartnerCredentials,
  Revocations,
  VerificationKeys,
} from './trust-ports';
import type { Invitations, Sessions, Users } from './user-ports';

/** What can be asked of companies and of who may do what in them. */
export interface Organisation {
  readonly companies: CompanyUseCases;
  readonly members: MemberUseCases;
  readonly roles: RoleUseCases;
  readonly policies: PolicyUseCases;
  readonly duties: DutyUseCases & ConflictReport;
  readonly partners: PartnerUseCases;
  readonly trust: TrustFeeds;
}

/** The ports of this half of the service, as infrastructure makes them. */
export interface OrganisationAdapters {
  readonly organisations: Organisations;
  readonly companies: Companies;
  readonly memberships: Memberships;
  readonly roles: CustomRoles;
  readonly policies: CompanyPolicies;
  readonly dutyRules: CompanyDutyRules;
  readonly dutyDeviations: DutyDeviations;
  readonly partners: Partners;
  readonly secrets: PartnerSecrets;
  readonly partnerCredentials: PartnerCredentials;
  readonly access: AccessDirectory;
  readonly firstCompany: FirstCompany;
}

/** The other half of the service: people, their sessions and the keys of their tokens. */
export interface IdentityPorts {
  readonly users: Users;
  readonly invitations: Invitations;
  readonly sessions: Sessions;
  readonly verificationKeys: VerificationKeys;
  readonly revocations: Revocations;
}

export const createOrganisation = (
  host: {
    readonly eventStore: EventStore<Transaction>;
    readonly clock: Clock;
    readonly newUuid: NewUuid;
  },
  adapters: OrganisationAdapters,
  identity: IdentityPorts,
): Organisation => {
  const { eventStore, clock, newUuid } = host;
  const { organisations } = adapters;
  const commands = createOrganisationCommands({ eventStore, organisations, newUuid });
  const all = { ...adapters, ...identity, commands, clock, newUuid };
  return {
    companies: createCompanyUseCases(all),
    members: createMemberUseCases(all),
    roles: createRoleUseCases(all),
    policies: createPolicyUseCases(all),
    duties: { ...createDutyUseCases(all), ...createConflictReport(all) },
    partners: createPartnerUseCases(all),
    trust: createTrustFeeds(all),
  };
};
