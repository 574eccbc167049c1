import { createDatabase, databaseMigrations, type Database } from '@accounting/database';
import { eventStoreMigrations } from '@accounting/event-store';
import { createTestDatabase, type TestDatabase } from '@accounting/testing';

/** A migrated database with both pools that a service has. */
export interface PostgresSubject {
  readonly urls: TestDatabase;
  readonly database: Database;
  readonly backgroundDatabase: Database;
  close(): Promise<void>;
}

export const createPostgresSubject = async (): Promise<PostgresSubject> => {
  const urls = await createTestDatabase({
    name: 'event-store',
    sets: [databaseMigrations, eventStoreMigrations],
  });
  const database = createDatabase({ url: urls.serviceUrl, applicationName: 'service' });
  const backgroundDatabase = createDatabase({
    url: urls.backgroundUrl,
    applicationName: 'background',
  });
  return {
    urls,
    database,
    backgroundDatabase,
    close: async () => {
      await Promise.all([database.close(), backgroundDatabase.close()]);
      await urls.drop();
    },
  };
};
