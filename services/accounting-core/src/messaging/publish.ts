import type { CommittedEvent } from '@accounting/event-store';
import { invariant } from '@accounting/kernel';
import { topicOfFacts, type OutgoingMessage, type TopicDeclaration } from '@accounting/messaging';
import { eventSchemaVersions, type LedgerEvent } from '../domain/ledger-event';
import { accountPublications } from './publish/accounts';
import { fiscalCalendarPublications } from './publish/fiscal-calendar';
import type { LedgerFacts, Publication } from './publish/publication';
import { exchangeRatePublications, ledgerSettingsPublications } from './publish/settings-and-rates';
import { transactionPublications } from './publish/transactions';

/**
 * Every fact is published, settings included: audit keeps all of them, and compliance has to learn
 * who waived the four eyes. Snapshots and markers are no facts.
 */
const publications: { readonly [Type in keyof LedgerFacts]: Publication<LedgerFacts[Type]> } = {
  ...accountPublications,
  ...transactionPublications,
  ...fiscalCalendarPublications,
  ...exchangeRatePublications,
  ...ledgerSettingsPublications,
};

/** Where the facts go. */
export const topics: readonly TopicDeclaration[] = [
  ...new Set(Object.values(publications).map(({ topic }) => topic)),
].map(topicOfFacts);

const isKnown = (type: string): type is LedgerEvent['type'] => Object.hasOwn(publications, type);

/**
 * A fact of the ledger as the other services see it. Throws on a fact that this version of the
 * service cannot read, which holds the relay up: skipping one would lose it for good.
 */
export const publish = (event: CommittedEvent): OutgoingMessage => {
  const { type, schemaVersion, streamId, metadata } = event;
  invariant(isKnown(type), `${type} is a fact of the ledger`);
  // No fact has had another shape yet. The first that gets one is upcast here.
  invariant(schemaVersion === eventSchemaVersions[type], `${type} has the shape of today`);
  const { topic, type: messageType, toJson } = publications[type];
  return {
    topic,
    attributes: {
      id: event.eventId,
      type: messageType,
      source: `/accounting-core/${streamId}`,
      time: event.occurredAt,
      companyId: event.companyId,
      streamVersion: event.streamVersion,
      correlationId: metadata.correlationId,
      ...(metadata.causationId !== undefined && { causationId: metadata.causationId }),
    },
    // The data was recorded under this type in this shape.
    value: (toJson as Publication<unknown>['toJson'])(event.data),
  };
};
