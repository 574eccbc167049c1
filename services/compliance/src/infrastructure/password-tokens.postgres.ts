import type { Database } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { PasswordTokens } from '../application/authentication-ports';

export const createPasswordTokens = (database: Database): PasswordTokens => ({
  put: async (transaction, { userId, digest, expiresAt }) => {
    await transaction.query(
      `INSERT INTO compliance.password_tokens (user_id, digest, expires_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id)
         DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at`,
      [userId, digest, expiresAt],
    );
  },

  find: async (digest, now) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<{ user_id: Uuid }>(
        `SELECT user_id FROM compliance.password_tokens WHERE digest = $1 AND expires_at > $2`,
        [digest, now],
      ),
    );
    const [row] = rows;
    return row && { userId: row.user_id };
  },

  use: async (transaction, userId, digest) => {
    const { rowCount } = await transaction.query(
      'DELETE FROM compliance.password_tokens WHERE user_id = $1 AND digest = $2',
      [userId, digest],
    );
    return rowCount === 1;
  },
});
