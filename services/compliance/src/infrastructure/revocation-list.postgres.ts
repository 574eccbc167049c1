import type { Database } from '@accounting/database';
import type { Instant } from '@accounting/kernel';
import type { RevocationList } from '../application/session-ports';

interface RevocationRow {
  readonly token_id: string;
  readonly expires_at: Instant;
}

export const createRevocationList = (database: Database): RevocationList => ({
  read: async (now) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<RevocationRow>(
        `SELECT token_id, expires_at FROM compliance.access_tokens
         WHERE revoked_at IS NOT NULL AND expires_at > $1::timestamptz - interval '1 minute'
         ORDER BY expires_at, token_id`,
        [now],
      ),
    );
    return rows.map((row) => ({ jti: row.token_id, expiresAt: row.expires_at }));
  },
});
