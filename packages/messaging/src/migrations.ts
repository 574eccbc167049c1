import { join } from 'node:path';
import type { MigrationSet } from '@accounting/database';

/** The tables of the Postgres transport, for the database `message_bus` that services share. */
export const messageBusMigrations: MigrationSet = {
  name: 'message-bus',
  folder: join(__dirname, '../migrations/message-bus'),
};

/** What consumers need in the database of their service; after `databaseMigrations`. */
export const inboxMigrations: MigrationSet = {
  name: 'inbox',
  folder: join(__dirname, '../migrations/inbox'),
};
