import { publisherOf, topicsOf, type Publications } from '@accounting/messaging';
import { eventSchemaVersions, type LedgerEvent } from '../domain/ledger-event';
import { accountPublications } from './publish/accounts';
import { fiscalCalendarPublications } from './publish/fiscal-calendar';
import { exchangeRatePublications, ledgerSettingsPublications } from './publish/settings-and-rates';
import { transactionPublications } from './publish/transactions';

/**
 * Every fact is published, settings included: audit keeps all of them, and compliance has to learn
 * who waived the four eyes. Snapshots and markers are no facts.
 */
const publications: Publications<LedgerEvent> = {
  ...accountPublications,
  ...transactionPublications,
  ...fiscalCalendarPublications,
  ...exchangeRatePublications,
  ...ledgerSettingsPublications,
};

/** Where the facts go. */
export const topics = topicsOf(publications);

/** A fact of the ledger as the other services see it. */
export const publish = publisherOf('accounting-core', publications, eventSchemaVersions);
