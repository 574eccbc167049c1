import type { CommittedEvent } from '@accounting/event-store';
import { invariant } from '@accounting/kernel';
import { topicOfFacts, type OutgoingMessage, type TopicDeclaration } from '@accounting/messaging';
import { identityRealm } from '../domain/identity-realm';
import { organisationEventVersions, type OrganisationEvent } from '../domain/organisation-event';
import { companyPublications, membershipPublications } from './publish/companies-and-members';
import { partnerPublications } from './publish/partners';
import type { OrganisationFacts, Publication } from './publish/publication';
import {
  dutyPublications,
  policyPublications,
  rolePublications,
} from './publish/rules-of-companies';

const publications: {
  readonly [Type in keyof OrganisationFacts]: Publication<OrganisationFacts[Type]>;
} = {
  ...companyPublications,
  ...membershipPublications,
  ...rolePublications,
  ...policyPublications,
  ...dutyPublications,
  ...partnerPublications,
};

/** Where the facts go. */
export const topics: readonly TopicDeclaration[] = [
  ...new Set(Object.values(publications).map(({ topic }) => topic)),
].map(topicOfFacts);

const isKnown = (type: string): type is OrganisationEvent['type'] =>
  Object.hasOwn(publications, type);

/**
 * A fact about companies and who may do what in them, as the other services see it. Facts about
 * people, which are recorded in the identity realm, stay private. Throws on a fact of a company
 * that this version cannot read, which holds the relay up: skipping one would lose it for good.
 */
export const publish = (event: CommittedEvent): OutgoingMessage | undefined => {
  if (event.companyId === identityRealm) return undefined;
  const { type, schemaVersion, metadata } = event;
  invariant(isKnown(type), `${type} is a fact of a company`);
  // No fact has had another shape yet. The first that gets one is upcast here.
  invariant(schemaVersion === organisationEventVersions[type], `${type} has the shape of today`);
  const { topic, type: messageType, toJson } = publications[type];
  const { causationId, correlationId } = metadata;
  return {
    topic,
    attributes: {
      id: event.eventId,
      type: messageType,
      source: `/compliance/${event.streamId}`,
      time: event.occurredAt,
      companyId: event.companyId,
      streamVersion: event.streamVersion,
      correlationId,
      ...(causationId !== undefined && { causationId }),
    },
    // The data was recorded under this type in this shape.
    value: (toJson as Publication<unknown>['toJson'])(event.data),
  };
};
