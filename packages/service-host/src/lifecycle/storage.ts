import {
  createDatabase,
  databaseMigrations,
  pendingMigrations,
  type Database,
  type MigrationSet,
  type Transaction,
} from '@accounting/database';
import {
  createPostgresEventLog,
  createPostgresEventStore,
  createRecentEvents,
  eventStoreMigrations,
  type EventLog,
  type EventStore,
  type InlineProjection,
} from '@accounting/event-store';
import { reject } from '@accounting/kernel';
import { inboxMigrations } from '@accounting/messaging';
import type { Logger } from 'pino';
import type { HostConfiguration } from '../configuration/host-settings';
import { errors } from '../errors';

/** What a service works on. */
export interface Storage {
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly eventStore: EventStore<Transaction>;
}

/** The part of a definition that its storage needs. */
export interface StoredService {
  readonly name: string;
  readonly migrationsFolder: string;
  readonly inlineProjections: readonly InlineProjection<Transaction>[];
}

/** Loops read in batches and few at a time. */
const backgroundConnectionsMax = 4;

/**
 * Every migration that a service's database needs, in order: to apply, and to check at the start.
 */
export const serviceMigrations = (
  service: Pick<StoredService, 'name' | 'migrationsFolder'>,
): readonly MigrationSet[] => [
  databaseMigrations,
  eventStoreMigrations,
  inboxMigrations,
  { name: service.name, folder: service.migrationsFolder },
];

/** Opens the pools; connections are made when they are first used. */
export const openDatabases = (
  service: StoredService,
  configuration: HostConfiguration,
  logger: Logger,
): Pick<Storage, 'database' | 'backgroundDatabase'> => {
  const shared = {
    statementTimeoutMs: configuration.DATABASE_STATEMENT_TIMEOUT_MS,
    onConnectionLost: (err: Error) => {
      logger.warn({ err }, 'a database connection was lost');
    },
  };
  return {
    database: createDatabase({
      ...shared,
      url: configuration.DATABASE_URL.reveal(),
      applicationName: service.name,
      connectionsMax: configuration.DATABASE_CONNECTIONS_MAX,
    }),
    backgroundDatabase: createDatabase({
      ...shared,
      url: configuration.BACKGROUND_DATABASE_URL.reveal(),
      applicationName: `${service.name} background`,
      connectionsMax: backgroundConnectionsMax,
    }),
  };
};

/** Fails with kind `failed_precondition`, naming the files, unless all migrations are applied. */
export const requireMigrations = async (
  url: string,
  sets: readonly MigrationSet[],
): Promise<void> => {
  const pending = await pendingMigrations({ url, sets });
  if (pending.length === 0) return;
  const files = pending.map(({ set, file }) => `${set}/${file}`);
  throw reject(
    errors.migrationsPending,
    { files },
    `The database lacks migrations; apply them before starting: ${files.join(', ')}.`,
  );
};

/** The event store on the service's database, with group commit, and the log of what it records. */
export const openEventStore = (
  service: StoredService,
  configuration: HostConfiguration,
  { database, backgroundDatabase }: Pick<Storage, 'database' | 'backgroundDatabase'>,
): { readonly eventStore: EventStore<Transaction>; readonly eventLog: EventLog } => {
  const recentEvents = createRecentEvents();
  const eventStore = createPostgresEventStore({
    database,
    recentEvents,
    inlineProjections: service.inlineProjections,
    limits: {
      lanes: configuration.GROUP_COMMIT_WRITERS,
      commitUnitsMax: configuration.GROUP_COMMIT_UNITS_MAX,
      queueUnitsMax: configuration.GROUP_COMMIT_QUEUE_MAX,
      queueUnitsPerCompanyMax: Math.ceil(configuration.GROUP_COMMIT_QUEUE_MAX / 2),
    },
  });
  return { eventStore, eventLog: createPostgresEventLog({ backgroundDatabase, recentEvents }) };
};
