import { DomainError, reject, type ErrorDefinition } from '@accounting/kernel';
import { Client } from 'pg';
import { translateFailure } from '../failures';
import {
  loadMigrations,
  type LoadedMigration,
  type Migration,
  type MigrationSet,
} from './migration-files';

/** Why migrations are refused; each is a mistake of a developer, found at start. */
export const migrationErrors = {
  changed: {
    code: 'database.migration_changed',
    kind: 'failed_precondition',
    message: 'A migration was edited after it had been applied. Restore it and add a new one.',
  },
  outOfOrder: {
    code: 'database.migration_out_of_order',
    kind: 'failed_precondition',
    message: 'A migration is numbered below one that was applied already. Give it the next number.',
  },
  failed: {
    code: 'database.migration_failed',
    kind: 'failed_precondition',
    message: 'A migration failed and was rolled back.',
  },
} as const satisfies Record<string, ErrorDefinition>;

/** Any constant will do, as long as nothing else in our databases locks it. */
const advisoryLock = 7_239_401_185;

const prepareRegister = `
  CREATE SCHEMA IF NOT EXISTS migration;
  CREATE TABLE IF NOT EXISTS migration.applied (
    set_name text NOT NULL,
    file text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (set_name, file)
  );
  GRANT USAGE ON SCHEMA migration TO PUBLIC;
  GRANT SELECT ON migration.applied TO PUBLIC;`;

interface Source {
  readonly url: string;
  /** In the order in which they depend on one another. */
  readonly sets: readonly MigrationSet[];
}

/**
 * Applies what is pending, each file in a transaction of its own, as the owner of the database.
 * Processes that migrate at once wait for one another. Rejects with `failed_precondition` when an
 * applied file was changed or a file fails, and with `unavailable` when the database does not
 * answer. Returns what was applied.
 */
export const migrate = ({ url, sets }: Source): Promise<readonly Migration[]> =>
  withClient(url, async (client) => {
    const migrations = await loadMigrations(sets);
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    await client.query(prepareRegister);
    const pending = selectPending(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(toMigration);
  });

/**
 * What `migrate` would apply. A service refuses to start unless this is empty; any role that may
 * connect may ask. Rejects like `migrate`.
 */
export const pendingMigrations = ({ url, sets }: Source): Promise<readonly Migration[]> =>
  withClient(url, async (client) => {
    const migrations = await loadMigrations(sets);
    const register = await client.query<{ exists: boolean }>(
      `SELECT to_regclass('migration.applied') IS NOT NULL AS exists`,
    );
    const applied = register.rows[0]?.exists === true ? await readApplied(client) : new Map();
    return selectPending(migrations, applied).map(toMigration);
  });

const withClient = async <Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const client = new Client({
    connectionString: url,
    application_name: 'migrate',
    connectionTimeoutMillis: 5_000,
  });
  // A broken connection fails the statement in hand as well; the event needs a listener anyway.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw translateFailure(error);
  } finally {
    // Also releases the lock.
    await client.end().catch(() => undefined);
  }
};

/** Checksums by set and file. */
type Applied = ReadonlyMap<string, string>;

const keyOf = ({ set, file }: Migration): string => `${set}/${file}`;
const toMigration = ({ set, file }: LoadedMigration): Migration => ({ set, file });

const readApplied = async (client: Client): Promise<Applied> => {
  const { rows } = await client.query<{ set: string; file: string; checksum: string }>(
    'SELECT set_name AS set, file, checksum FROM migration.applied',
  );
  return new Map(rows.map((row) => [keyOf(row), row.checksum]));
};

/** Applied files that are no longer in a folder are left alone: a newer version put them there. */
const selectPending = (
  migrations: readonly LoadedMigration[],
  applied: Applied,
): readonly LoadedMigration[] =>
  migrations.filter((migration) => {
    const checksum = applied.get(keyOf(migration));
    if (checksum !== undefined && checksum !== migration.checksum) {
      throw refuse(migrationErrors.changed, migration);
    }
    const isOvertaken = (other: LoadedMigration): boolean =>
      other.set === migration.set && other.file > migration.file && applied.has(keyOf(other));
    if (checksum === undefined && migrations.some(isOvertaken)) {
      throw refuse(migrationErrors.outOfOrder, migration);
    }
    return checksum === undefined;
  });

const refuse = (definition: ErrorDefinition, migration: LoadedMigration): DomainError =>
  reject(definition, toDetails(migration), `${keyOf(migration)}: ${definition.message}`);

const apply = async (client: Client, migration: LoadedMigration): Promise<void> => {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query(
      'INSERT INTO migration.applied (set_name, file, checksum) VALUES ($1, $2, $3)',
      [migration.set, migration.file, migration.checksum],
    );
    await client.query('COMMIT');
  } catch (error) {
    const failure = translateFailure(error);
    if (failure instanceof DomainError) throw failure;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError(migrationErrors.failed, {
      message: `Migration ${keyOf(migration)} failed and was rolled back: ${reason}`,
      details: toDetails(migration),
      cause: error,
    });
  }
};

const toDetails = ({ set, file }: Migration): { set: string; file: string } => ({ set, file });
