import path from 'node:path';
import {
  createServiceDatabase,
  migrate,
  type MigrationSet,
  type ServiceDatabase,
} from '@accounting/database';
import { messageBusMigrations } from '@accounting/messaging';
import { serviceMigrations } from '@accounting/service-host';
import type { StackSecrets } from './secrets';
import { serviceFolder } from './services';

const prepare = async (
  adminUrl: string,
  secrets: StackSecrets,
  { name, sets }: { readonly name: string; readonly sets: readonly MigrationSet[] },
): Promise<ServiceDatabase> => {
  const database = await createServiceDatabase({
    adminUrl,
    name,
    passwords: {
      owner: secrets.passwordOf(`${name}-owner`),
      service: secrets.passwordOf(`${name}-service`),
      background: secrets.passwordOf(`${name}-background`),
    },
  });
  await migrate({ url: database.ownerUrl, sets });
  return database;
};

/** Makes a service's database, or brings it up to date. */
export const prepareServiceDatabase = (
  adminUrl: string,
  secrets: StackSecrets,
  service: string,
): Promise<ServiceDatabase> =>
  prepare(adminUrl, secrets, {
    name: service,
    sets: serviceMigrations({
      name: service,
      migrationsFolder: path.join(serviceFolder(service), 'migrations'),
    }),
  });

/** Makes the database that carries messages between services, or brings it up to date. */
export const prepareMessageBus = (
  adminUrl: string,
  secrets: StackSecrets,
): Promise<ServiceDatabase> =>
  prepare(adminUrl, secrets, { name: 'message-bus', sets: [messageBusMigrations] });
