import { createHash, randomBytes } from 'node:crypto';
import {
  createServiceDatabase,
  migrate,
  type MigrationSet,
  type ServiceDatabase,
} from '@accounting/database';
import { Client, escapeIdentifier } from 'pg';
import { testDatabaseAdminUrl } from './test-database-server';

/** What a test database stands for. */
export interface TestDatabaseOptions {
  /** The service whose database it stands for, or the package under test: `event-store`. */
  readonly name: string;
  /** In the order in which they depend on one another. */
  readonly sets: readonly MigrationSet[];
}

/**
 * A migrated database that nobody else uses, with the three roles that a service's database has.
 */
export interface TestDatabase extends ServiceDatabase {
  /** Ends its sessions and removes it. What is not dropped goes with the server of the run. */
  drop(): Promise<void>;
}

interface Template extends ServiceDatabase {
  readonly database: string;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const withAdmin = async <Result>(work: (admin: Client) => Promise<Result>): Promise<Result> => {
  const admin = new Client({ connectionString: testDatabaseAdminUrl() });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
};

const isFinished = async (admin: Client, database: string): Promise<boolean> => {
  const { rowCount } = await admin.query(
    'SELECT FROM pg_database WHERE datname = $1 AND datistemplate',
    [database],
  );
  return rowCount === 1;
};

/**
 * Files with the same name and sets share one template per run. Its name and passwords follow from
 * those, so that the workers of a run agree without talking; the first one in builds it.
 */
const prepareTemplate = (options: TestDatabaseOptions): Promise<Template> =>
  withAdmin(async (admin) => {
    const adminUrl = testDatabaseAdminUrl();
    const sets = options.sets.map((set) => `${set.name}=${set.folder}`).join('\n');
    const name = `${options.name}-${digest(sets).slice(0, 8)}`;
    const passwordFor = (role: string): string => digest(`${adminUrl} ${name} ${role}`);
    const database = name.replaceAll('-', '_');
    await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [database]);
    const urls = await createServiceDatabase({
      adminUrl,
      name,
      passwords: {
        owner: passwordFor('owner'),
        service: passwordFor('service'),
        background: passwordFor('background'),
      },
    });
    if (!(await isFinished(admin, database))) {
      await migrate({ url: urls.ownerUrl, sets: options.sets });
      // A template can be cloned only while nobody is connected to it.
      await admin.query(
        `ALTER DATABASE ${escapeIdentifier(database)} IS_TEMPLATE true ALLOW_CONNECTIONS false`,
      );
    }
    return { ...urls, database };
  });

const roleOf = (url: string): string => escapeIdentifier(new URL(url).username);

const urlTo = (database: string, url: string): string => {
  const target = new URL(url);
  target.pathname = `/${database}`;
  return target.toString();
};

/** Copies the template. Privileges on a database as a whole are not part of a copy. */
const clone = (template: Template, database: string): Promise<void> =>
  withAdmin(async (admin) => {
    const roles = [template.ownerUrl, template.serviceUrl, template.backgroundUrl].map(roleOf);
    const copy = escapeIdentifier(database);
    await admin.query(
      `CREATE DATABASE ${copy} OWNER ${roleOf(template.ownerUrl)}
         TEMPLATE ${escapeIdentifier(template.database)}`,
    );
    await admin.query(`REVOKE ALL ON DATABASE ${copy} FROM PUBLIC`);
    await admin.query(`GRANT CONNECT ON DATABASE ${copy} TO ${roles.join(', ')}`);
  });

/**
 * A fresh database with the migrations of the sets applied, cloned from a template that is built
 * once per run: some tens of milliseconds. One per test file is usual.
 */
export const createTestDatabase = async (options: TestDatabaseOptions): Promise<TestDatabase> => {
  const template = await prepareTemplate(options);
  const database = `${template.database.slice(0, 46)}_${randomBytes(6).toString('hex')}`;
  await clone(template, database);
  return {
    ownerUrl: urlTo(database, template.ownerUrl),
    serviceUrl: urlTo(database, template.serviceUrl),
    backgroundUrl: urlTo(database, template.backgroundUrl),
    drop: () =>
      withAdmin(async (admin) => {
        await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(database)} WITH (FORCE)`);
      }),
  };
};
