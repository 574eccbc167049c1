import type { Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import type { RefillReadModels } from '@accounting/service-host';
import { acceptedConflicts } from './accepted-conflicts';
import { companies } from './companies';
import { companyDutyRules } from './company-duty-rules';
import { companyPolicies } from './company-policies';
import { customRoles } from './custom-roles';
import { memberships } from './memberships';
import { partnerKeys } from './partner-keys';
import { partners } from './partners';

/**
 * Read models of companies and of who may do what in them. All must be up to date the moment a
 * command is answered: the next is decided on them, and so is who may sign in.
 */
export const organisationProjections: readonly InlineProjection<Transaction>[] = [
  companies,
  memberships,
  acceptedConflicts,
  customRoles,
  companyPolicies,
  companyDutyRules,
  partners,
  partnerKeys,
];

/** Takes everything from the facts; what was there before is not looked at. */
export const refillOrganisation: RefillReadModels = async (transaction, facts) => {
  await transaction.query('SELECT compliance.empty_organisation()');
  for await (const events of facts) {
    for (const project of organisationProjections) await project(transaction, events);
  }
};
