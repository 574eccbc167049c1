import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MigrationSet } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
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
    CREATE TABLE fact (company_id uuid NOT NULL, made_on date NOT NULL) PARTITION BY RANGE (made_on);
    CREATE TABLE fact_2026 PARTITION OF fact FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    SELECT tenancy.protect('fact'), tenancy.forbid_change('fact');
    GRANT SELECT, INSERT ON fact TO accounting_service;
    CREATE TABLE pair (half integer PRIMARY KEY, other integer REFERENCES pair DEFERRABLE INITIALLY DEFERRED);
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
