import type { Database } from '@accounting/database';
import type { PasswordStore } from '../application/authentication-ports';

export const createPasswordStore = (database: Database): PasswordStore => ({
  lastHashes: async (userId, count) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<{ hash: string }>(
        `SELECT hash FROM (
           SELECT hash, set_at FROM compliance.passwords WHERE user_id = $1
           UNION ALL
           SELECT hash, set_at FROM compliance.earlier_passwords WHERE user_id = $1
         ) AS hashes ORDER BY set_at DESC LIMIT $2`,
        // The one in use is never chosen anew, even where no earlier one is remembered.
        [userId, Math.max(1, count)],
      ),
    );
    return rows.map(({ hash }) => hash);
  },

  set: async (transaction, userId, { hash, setAt, historyCount }) => {
    await transaction.query(
      `INSERT INTO compliance.earlier_passwords (user_id, set_at, hash)
       SELECT user_id, set_at, hash FROM compliance.passwords WHERE user_id = $1
       ON CONFLICT DO NOTHING`,
      [userId],
    );
    await transaction.query(
      `DELETE FROM compliance.earlier_passwords WHERE user_id = $1 AND set_at NOT IN (
         SELECT set_at FROM compliance.earlier_passwords WHERE user_id = $1
         ORDER BY set_at DESC LIMIT $2)`,
      [userId, historyCount],
    );
    await transaction.query(
      `INSERT INTO compliance.passwords (user_id, hash, set_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at`,
      [userId, hash, setAt],
    );
  },

  rehash: async (transaction, userId, { before, after }) => {
    await transaction.query(
      'UPDATE compliance.passwords SET hash = $3 WHERE user_id = $1 AND hash = $2',
      [userId, before, after],
    );
  },
});
