import type { Database, Transaction } from '@accounting/database';
import type { Instant } from '@accounting/kernel';
import type { Attempts } from '../domain/sign-in-back-off';
import type { AttemptRecords, KeptAttempts } from './attempt-counting';

interface AttemptsRow {
  readonly subject: string;
  readonly count: number;
  readonly falls_from: Instant;
  readonly locked_until: Instant | null;
}

const attemptsOf = ({ count, falls_from, locked_until }: AttemptsRow): Attempts => ({
  count,
  fallsFrom: falls_from,
  ...(locked_until !== null && { lockedUntil: locked_until }),
});

/** What is not there yet is put there, as nothing is kept from others by a lock that is nowhere. */
const lock = async (
  transaction: Transaction,
  names: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Attempts>> => {
  await transaction.query(
    `INSERT INTO compliance.attempts (subject, count, falls_from, forgettable_from)
     SELECT subject, 0, $2, $2 FROM unnest($1::text[]) AS subject ORDER BY subject
     ON CONFLICT (subject) DO NOTHING`,
    [names, now],
  );
  // In one order everywhere, so that nobody waits for somebody who waits for them.
  const { rows } = await transaction.query<AttemptsRow>(
    `SELECT subject, count, falls_from, locked_until FROM compliance.attempts
     WHERE subject = ANY ($1) ORDER BY subject FOR UPDATE`,
    [names],
  );
  return new Map(rows.map((row) => [row.subject, attemptsOf(row)]));
};

const save = async (
  transaction: Transaction,
  name: string,
  { attempts, forgettableFrom }: KeptAttempts,
): Promise<void> => {
  await transaction.query(
    `UPDATE compliance.attempts
     SET count = $2, falls_from = $3, locked_until = $4, forgettable_from = $5
     WHERE subject = $1`,
    [name, attempts.count, attempts.fallsFrom, attempts.lockedUntil ?? null, forgettableFrom],
  );
};

export const createPostgresAttempts = (database: Database): AttemptRecords => ({
  change: (names, now, decide) =>
    database.write([], async (transaction) => {
      const changes = decide(await lock(transaction, names, now));
      for (const [name, kept] of changes) {
        if (kept !== undefined) await save(transaction, name, kept);
      }
      const forgotten = [...changes].flatMap(([name, kept]) => (kept === undefined ? [name] : []));
      await transaction.query('DELETE FROM compliance.attempts WHERE subject = ANY ($1)', [
        forgotten,
      ]);
    }),
});
