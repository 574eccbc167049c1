import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createServiceDatabase,
  migrate,
  type MigrationSet,
  type ServiceDatabase,
} from '@accounting/database';
import { invariant, newUuid, type CompanyId } from '@accounting/kernel';
import { Client } from 'pg';

export const alpha = '00000000-0000-7000-8000-00000000000a' as CompanyId;
export const beta = '00000000-0000-7000-8000-00000000000b' as CompanyId;

/** A folder of migrations with the given texts by file name. */
export const migrationSet = (
  name: string,
  files: Readonly<Record<string, string>>,
): MigrationSet => {
  const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  for (const [file, sql] of Object.entries(files)) writeFileSync(path.join(folder, file), sql);
  return { name, folder };
};

/** A tenant table, plain and partitioned, and one without companies. */
export const noteSet = migrationSet('note', {
  '0001_note.sql': `
    CREATE TABLE note (company_id uuid NOT NULL, text text NOT NULL);
    SELECT tenancy.protect('note');
    GRANT SELECT, INSERT, UPDATE, DELETE ON note TO accounting_service;
    CREATE TABLE fact (company_id uuid NOT NULL, made_on date NOT NULL)
      PARTITION BY RANGE (made_on);
    CREATE TABLE fact_2026 PARTITION OF fact FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    SELECT tenancy.protect('fact'), tenancy.forbid_change('fact');
    GRANT SELECT, INSERT ON fact TO accounting_service;
    CREATE TABLE pair (
      half integer PRIMARY KEY,
      other integer REFERENCES pair DEFERRABLE INITIALLY DEFERRED
    );
    GRANT SELECT, INSERT ON pair TO accounting_service;
    CREATE TABLE counter (name text PRIMARY KEY, value integer NOT NULL);
    INSERT INTO counter VALUES ('left', 0), ('right', 0);
    GRANT SELECT, UPDATE ON counter TO accounting_service;`,
});

/** Runs one statement outside any pool. */
export const runOnce = async (url: string, sql: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

/** The superuser's way into the server of this test run. */
export const adminUrl = (): string => {
  // Not from the testing package, because that one is built on this.
  const url = process.env['TEST_DATABASE_ADMIN_URL'];
  invariant(url !== undefined, 'this test has a server: its name ends in .int.test.ts');
  return url;
};

/** A database of a test's own, and the means to remove it with its roles. */
export interface DisposableDatabase extends ServiceDatabase {
  drop(): Promise<void>;
}

export const createDisposableDatabase = async (
  sets: readonly MigrationSet[],
): Promise<DisposableDatabase> => {
  const name = `test-${newUuid().slice(-12)}`;
  const passwords = { owner: 'o', service: 's', background: 'b' };
  const urls = await createServiceDatabase({ adminUrl: adminUrl(), name, passwords });
  await migrate({ url: urls.ownerUrl, sets });
  return { ...urls, drop: () => dropDatabase(urls) };
};

/** Removes a database that `createServiceDatabase` made, and the roles of that name. */
export const dropDatabase = async ({ ownerUrl }: ServiceDatabase): Promise<void> => {
  const name = new URL(ownerUrl).pathname.slice(1);
  await runOnce(adminUrl(), `DROP DATABASE "${name}" WITH (FORCE)`);
  await runOnce(adminUrl(), `DROP ROLE "${name}_owner", "${name}_service", "${name}_background"`);
};
