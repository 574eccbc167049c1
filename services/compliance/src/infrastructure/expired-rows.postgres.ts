import type { Database } from '@accounting/database';
import type { ExpiredRows } from '../application/session-ports';

/** Each is found by an index; sessions take their tokens with them. */
const expiredRows = [
  { table: 'attempts', key: 'subject', instant: 'forgettable_from' },
  { table: 'password_tokens', key: 'digest', instant: 'expires_at' },
  { table: 'challenges', key: 'digest', instant: 'expires_at' },
  { table: 'access_tokens', key: 'token_id', instant: 'expires_at' },
  { table: 'refresh_tokens', key: 'token_id', instant: 'expires_at' },
  { table: 'sessions', key: 'session_id', instant: 'expires_at' },
] as const;

const removedAtOnceMax = 1_000;

export const createExpiredRows = (database: Database): ExpiredRows => ({
  remove: async (now) => {
    let removed = 0;
    for (const { table, key, instant } of expiredRows) {
      const { rowCount } = await database.write([], (transaction) =>
        transaction.query(
          // What somebody has just locked is in use, or removed by another replica.
          `DELETE FROM compliance.${table} WHERE ${key} IN (
             SELECT ${key} FROM compliance.${table} WHERE ${instant} <= $1
             LIMIT ${removedAtOnceMax} FOR UPDATE SKIP LOCKED)`,
          [now],
        ),
      );
      removed += rowCount ?? 0;
    }
    return removed;
  },
});
