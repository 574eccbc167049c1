import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { invariant } from '@accounting/kernel';

/** A folder of migrations with a name of its own, numbered on its own. */
export interface MigrationSet {
  /** Stable: applied migrations are remembered under it. */
  readonly name: string;
  /** Absolute folder of files `NNNN_intent.sql`. */
  readonly folder: string;
}

/** One migration file, named within its set. */
export interface Migration {
  readonly set: string;
  /** `0001_tenancy.sql`. */
  readonly file: string;
}

export interface LoadedMigration extends Migration {
  readonly sql: string;
  /** SHA-256 of the text in hexadecimal. */
  readonly checksum: string;
}

const filePattern = /^\d{4}_[a-z0-9_]+\.sql$/;

const load = async (set: MigrationSet, file: string): Promise<LoadedMigration> => {
  // Line ends differ between checkouts and mean nothing to SQL.
  const sql = (await readFile(join(set.folder, file), 'utf8')).replaceAll('\r\n', '\n');
  return { set: set.name, file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
};

/** All migrations of the sets, in the order in which they run. */
export const loadMigrations = async (
  sets: readonly MigrationSet[],
): Promise<readonly LoadedMigration[]> => {
  const loaded = await Promise.all(
    sets.map(async (set) => {
      const files = (await readdir(set.folder)).filter((file) => file.endsWith('.sql')).sort();
      for (const [index, file] of files.entries()) {
        invariant(filePattern.test(file), `${file} of ${set.name} is named NNNN_intent.sql`);
        invariant(
          files[index - 1]?.slice(0, 4) !== file.slice(0, 4),
          `${file} of ${set.name} has a number of its own`,
        );
      }
      return Promise.all(files.map((file) => load(set, file)));
    }),
  );
  return loaded.flat();
};
