import { createDatabase, type Transaction } from '@accounting/database';
import { createPostgresEventLog, freezeEventLog } from '@accounting/event-store';
import { reject } from '@accounting/kernel';
import type { Environment } from '../configuration/configuration';
import { secret, url } from '../configuration/parsers';
import { readSettings } from '../configuration/read-settings';
import type { CalledServices } from '../calls/called-services';
import type { Settings } from '../configuration/settings';
import type { ServiceDefinition } from '../definition';
import { errors } from '../errors';
import { requireMigrations, serviceMigrations } from '../lifecycle/storage';
import { recordedFacts } from './recorded-facts';

/** How to rebuild. */
export interface RebuildOptions {
  /** Holds `OWNER_DATABASE_URL`; a running service never knows the owner's password. */
  readonly environment: Environment;
  /** Told what happens, a sentence at a time. */
  readonly report: (sentence: string) => void;
  /** How long to wait for other transactions to end; 10 seconds unless said otherwise. */
  readonly patienceMs?: number;
}

const ownerSettings = {
  OWNER_DATABASE_URL: {
    parse: secret(url('postgresql', 'postgres')),
    meaning: "PostgreSQL URL of this service's database, as its owner.",
  },
} satisfies Settings;

const defaultPatienceMs = 10_000;
/** Counting the facts of a large ledger takes longer than any request may. */
const statementTimeoutMs = 3_600_000;

/** A running service decides on what is about to be emptied, and would be kept waiting. */
const requireStopped = async (transaction: Transaction, service: string): Promise<void> => {
  const { rows } = await transaction.query<{ application_name: string }>(
    `SELECT DISTINCT application_name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND starts_with(application_name, $1)
     ORDER BY 1`,
    [service],
  );
  if (rows.length === 0) return;
  const connected = rows.map((row) => row.application_name);
  throw reject(
    errors.serviceRunning,
    { connected },
    `The service is connected to its database (${connected.join(', ')}). Stop it, and try again.`,
  );
};

/**
 * Empties the read models of a service and fills them from all its facts, in one transaction: until
 * it commits, and when it fails or its process dies, what was there stays. Resolves with the number
 * of facts. Rejects with a `ConfigurationError`, or with kind `failed_precondition` while the
 * service runs, while migrations are pending, and while another transaction hides facts.
 */
export const rebuildReadModels = async <Declared extends Settings, Called extends CalledServices>(
  definition: ServiceDefinition<Declared, Called>,
  { environment, report, patienceMs = defaultPatienceMs }: RebuildOptions,
): Promise<number> => {
  const { name, refillReadModels } = definition;
  if (refillReadModels === undefined) throw reject(errors.noReadModels);
  const ownerUrl = readSettings(ownerSettings, environment).OWNER_DATABASE_URL.reveal();
  await requireMigrations(ownerUrl, serviceMigrations(definition));
  const database = createDatabase({
    url: ownerUrl,
    applicationName: `${name} rebuild`,
    connectionsMax: 2,
    statementTimeoutMs,
  });
  try {
    const eventLog = createPostgresEventLog({ backgroundDatabase: database });
    return await database.write([], async (transaction) => {
      await requireStopped(transaction, name);
      // Whoever came in between must not be waited for without an end.
      await transaction.query(`SET LOCAL lock_timeout = ${patienceMs}`);
      const total = await freezeEventLog(transaction);
      report(`Rebuilding the read models of ${name} from ${total} facts.`);
      await refillReadModels(transaction, recordedFacts({ eventLog, total, patienceMs, report }));
      return total;
    });
  } finally {
    await database.close();
  }
};
