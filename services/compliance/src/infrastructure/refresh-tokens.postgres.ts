import type { Database } from '@accounting/database';
import type { Instant, Uuid } from '@accounting/kernel';
import type { RefreshTokens } from '../application/session-ports';

interface TokenRow {
  readonly session_id: Uuid;
  readonly digest: Buffer;
  readonly expires_at: Instant;
}

export const createRefreshTokens = (database: Database): RefreshTokens => ({
  add: async ({ tokenId, sessionId, digest, expiresAt }) => {
    await database.write([], (transaction) =>
      transaction.query(
        `INSERT INTO compliance.refresh_tokens (token_id, session_id, digest, expires_at)
         VALUES ($1, $2, $3, $4)`,
        [tokenId, sessionId, digest, expiresAt],
      ),
    );
  },

  find: async (tokenId) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<TokenRow>(
        `SELECT session_id, digest, expires_at FROM compliance.refresh_tokens
         WHERE token_id = $1`,
        [tokenId],
      ),
    );
    const [row] = rows;
    return (
      row && {
        tokenId,
        sessionId: row.session_id,
        digest: row.digest,
        expiresAt: row.expires_at,
      }
    );
  },
});
