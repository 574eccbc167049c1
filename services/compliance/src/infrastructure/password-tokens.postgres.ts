import type { Database } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { PasswordTokenPurpose, PasswordTokens } from '../application/authentication-ports';

interface TokenRow {
  readonly user_id: Uuid;
  readonly purpose: PasswordTokenPurpose;
}

export const createPasswordTokens = (database: Database): PasswordTokens => ({
  put: async (transaction, { userId, purpose, digest, expiresAt }) => {
    await transaction.query(
      `INSERT INTO compliance.password_tokens (user_id, purpose, digest, expires_at)
       VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id, purpose)
         DO UPDATE SET digest = excluded.digest, expires_at = excluded.expires_at`,
      [userId, purpose, digest, expiresAt],
    );
  },

  find: async (digest, now) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<TokenRow>(
        `SELECT user_id, purpose FROM compliance.password_tokens
         WHERE digest = $1 AND expires_at > $2`,
        [digest, now],
      ),
    );
    const [row] = rows;
    return row && { userId: row.user_id, purpose: row.purpose };
  },

  use: async (transaction, userId, digest) => {
    const { rows } = await transaction.query<{ is_this: boolean }>(
      `DELETE FROM compliance.password_tokens WHERE user_id = $1
       RETURNING digest = $2 AS is_this`,
      [userId, digest],
    );
    return rows.some((row) => row.is_this);
  },
});
