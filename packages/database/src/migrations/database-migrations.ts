import { join } from 'node:path';
import type { MigrationSet } from './migration-files';

/** The tenancy functions that every other set builds on; the first set of every service. */
export const databaseMigrations: MigrationSet = {
  name: 'database',
  folder: join(__dirname, '../../migrations'),
};
