import { join } from 'node:path';
import type { MigrationSet } from '@accounting/database';

/** Schema `event_sourcing`; comes after `databaseMigrations` in every service. */
export const eventStoreMigrations: MigrationSet = {
  name: 'event-store',
  folder: join(__dirname, '../migrations'),
};
