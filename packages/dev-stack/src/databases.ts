import {
  createServiceDatabase,
  migrate,
  migrationErrors,
  type MigrationSet,
  type ServiceDatabase,
} from '@accounting/database';
import { DomainError } from '@accounting/kernel';
import { messageBusMigrations } from '@accounting/messaging';
import { serviceMigrations } from '@accounting/service-host';
import type { StackSecrets } from './secrets';
import { StackError } from './stack-error';

/** Whoever works on a migration meets their own earlier version of it in the data folder. */
const explain = (error: unknown): unknown => {
  const refusals: readonly string[] = [
    migrationErrors.changed.code,
    migrationErrors.outOfOrder.code,
  ];
  if (!(error instanceof DomainError) || !refusals.includes(error.code)) return error;
  const { set, file } = error.details;
  return new StackError(
    `${error.message} (${String(set)}/${String(file)})\n` +
      'If the data of earlier starts may go: npm start -- --fresh',
  );
};

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
  await migrate({ url: database.ownerUrl, sets }).catch((error: unknown) => {
    throw explain(error);
  });
  return database;
};

/** Makes a service's database, or brings it up to date. */
export const prepareServiceDatabase = (
  adminUrl: string,
  secrets: StackSecrets,
  service: string,
  migrationsFolder: string,
): Promise<ServiceDatabase> =>
  prepare(adminUrl, secrets, {
    name: service,
    sets: serviceMigrations({ name: service, migrationsFolder }),
  });

/** Makes the database that carries messages between services, or brings it up to date. */
export const prepareMessageBus = (
  adminUrl: string,
  secrets: StackSecrets,
): Promise<ServiceDatabase> =>
  prepare(adminUrl, secrets, { name: 'message-bus', sets: [messageBusMigrations] });
