import { createDatabase, databaseMigrations, type Database } from '@accounting/database';
import {
  createPostgresEventStore,
  eventStoreMigrations,
  type CommitOutcome,
  type CommitUnit,
  type EventStore,
} from '@accounting/event-store';
import type { Transaction } from '@accounting/database';
import {
  AccountingDate,
  type ActorId,
  type CompanyId,
  type Instant,
  newUuid,
} from '@accounting/kernel';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';
import { inboxMigrations } from '@accounting/messaging';
import { join } from 'node:path';
import type { JournalPartitions } from '../../src/application/ports';
import type { AccountId } from '../../src/domain/account/account-id';
import type { AccountCreated } from '../../src/domain/account/events';
import { ledgerMarker } from '../../src/domain/ledger-reference';
import type { Entry, TransactionPosted } from '../../src/domain/transaction/events';
import type { TransactionId } from '../../src/domain/transaction/transaction-id';
import { createJournalPartitions } from '../../src/infrastructure/journal-partitions.postgres';
import { inlineProjections } from '../../src/projections';
import type { LedgerEvent } from '../../src/projections/ledger-events';

export const newCompany = (): CompanyId => newUuid() as CompanyId;
export const newAccount = (): AccountId => newUuid() as AccountId;
export const newTransaction = (): TransactionId => newUuid() as TransactionId;
export const now = '2026-11-22T08:00:00.000Z' as Instant;

export const createLedgerDatabase = (): Promise<TestDatabase> =>
  createTestDatabase({
    name: 'accounting-core',
    sets: [
      databaseMigrations,
      eventStoreMigrations,
      inboxMigrations,
      { name: 'accounting-core', folder: join(__dirname, '../../migrations') },
    ],
  });

/** A migrated database of its own, with the event store and the projections at work on it. */
export interface TestLedger {
  readonly test: TestDatabase;
  readonly database: Database;
  readonly background: Database;
  readonly owner: Database;
  readonly eventStore: EventStore<Transaction>;
  readonly partitions: JournalPartitions;
  /** Records events of one stream; every one of them with the required partitions. */
  record(companyId: CompanyId, event: LedgerEvent, streamVersion?: number): Promise<CommitOutcome>;
  close(): Promise<void>;
}

export const startLedger = async (): Promise<TestLedger> => {
  const test = await createLedgerDatabase();
  const open = (url: string, connectionsMax = 6): Database =>
    createDatabase({ url, applicationName: 'test', connectionsMax });
  const database = open(test.serviceUrl);
  const background = open(test.backgroundUrl, 2);
  const owner = open(test.ownerUrl, 2);
  const eventStore = createPostgresEventStore({ database, inlineProjections });
  const partitions = createJournalPartitions(database);
  return {
    test,
    database,
    background,
    owner,
    eventStore,
    partitions,
    record: async (companyId, event, streamVersion = 1) => {
      if (event.type === 'TransactionPosted') {
        await partitions.ensure([AccountingDate.monthOf(event.data.transactionDate)]);
      }
      return eventStore.commit(unitOf(companyId, event, streamVersion));
    },
    close: async () => {
      await Promise.all([database.close(), background.close(), owner.close()]);
      await test.drop();
    },
  };
};

const streamIdOf = (event: LedgerEvent): `${string}-${string}` => {
  if (event.type.startsWith('Account') && 'accountId' in event.data) {
    return `account-${event.data.accountId}`;
  }
  if ('transactionId' in event.data) return `transaction-${event.data.transactionId}`;
  if ('period' in event.data) return `fiscal-period-${event.data.period}`;
  if ('year' in event.data) return `fiscal-year-${String(event.data.year)}`;
  if ('rate' in event.data) return `exchange-rate-${event.data.currency}-${event.data.date}`;
  return 'ledger-settings';
};

/** One event as a request that records it; changes of reference data advance the marker. */
export const unitOf = (
  companyId: CompanyId,
  event: LedgerEvent,
  streamVersion = 1,
): CommitUnit => ({
  companyId,
  appends: [
    {
      streamId: streamIdOf(event),
      expectedVersion: streamVersion - 1,
      events: [
        {
          eventId: newUuid(),
          type: event.type,
          schemaVersion: 1,
          data: event.data,
          occurredAt: now,
          metadata: { actorId: 'nino' as ActorId, correlationId: 'test' },
        },
      ],
    },
  ],
  ...(!event.type.startsWith('Transaction') && { advancedMarkers: [ledgerMarker] }),
});

export const accountCreated = (
  data: Partial<AccountCreated['data']> & { readonly code: string },
): AccountCreated => ({
  type: 'AccountCreated',
  data: {
    accountId: newAccount(),
    nameEnglish: `Account ${data.code}`,
    nameGeorgian: `ანგარიში ${data.code}`,
    type: 'asset',
    normalBalance: 'debit',
    parentAccountId: null,
    isPostable: true,
    isMonetary: true,
    currency: null,
    ifrsLine: null,
    metadata: {},
    ...data,
  },
});

const entry = (accountId: AccountId, side: Entry['side'], data: Partial<Entry>): Entry => ({
  accountId,
  accountCode: '1110',
  accountType: 'asset',
  side,
  amount: '10.00',
  currency: 'GEL' as Entry['currency'],
  exchangeRate: '1',
  amountGel: data.amount ?? '10.00',
  ...data,
});

/** A transaction of two entries that differ only in their side and account. */
export const posted = (data: {
  readonly debit: AccountId;
  readonly credit: AccountId;
  readonly on: string;
  readonly transactionId?: TransactionId;
  readonly entry?: Partial<Entry>;
  readonly transaction?: Partial<TransactionPosted['data']>;
}): TransactionPosted => {
  const entries = [
    entry(data.debit, 'debit', data.entry ?? {}),
    entry(data.credit, 'credit', data.entry ?? {}),
  ];
  return {
    type: 'TransactionPosted',
    data: {
      transactionId: data.transactionId ?? newTransaction(),
      transactionDate: AccountingDate.of(data.on),
      transactionType: 'standard',
      description: 'sale',
      entries,
      totalGel: entries[0]?.amountGel ?? '0.00',
      createdBy: 'nino',
      postedBy: 'nino',
      ...data.transaction,
    },
  };
};
