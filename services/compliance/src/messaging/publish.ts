import type { CommittedEvent } from '@accounting/event-store';
import {
  publisherOf,
  topicsOf,
  type OutgoingMessage,
  type Publications,
} from '@accounting/messaging';
import { identityRealm } from '../domain/identity-realm';
import { organisationEventVersions, type OrganisationEvent } from '../domain/organisation-event';
import { companyPublications, membershipPublications } from './publish/companies-and-members';
import { partnerPublications } from './publish/partners';
import {
  dutyPublications,
  policyPublications,
  rolePublications,
} from './publish/rules-of-companies';

const publications: Publications<OrganisationEvent> = {
  ...companyPublications,
  ...membershipPublications,
  ...rolePublications,
  ...policyPublications,
  ...dutyPublications,
  ...partnerPublications,
};

/** Where the facts go. */
export const topics = topicsOf(publications);

const publishOfCompany = publisherOf('compliance', publications, organisationEventVersions);

/**
 * A fact about companies and who may do what in them, as the other services see it. Facts about
 * people, which are recorded in the identity realm, stay private.
 */
export const publish = (event: CommittedEvent): OutgoingMessage | undefined =>
  event.companyId === identityRealm ? undefined : publishOfCompany(event);
