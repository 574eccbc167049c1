import type { Database } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { AccessTokens } from '../application/session-ports';

interface TokenRow {
  readonly session_id: Uuid;
  readonly user_id: Uuid;
  readonly company_id: CompanyId;
  readonly expires_at: Instant;
}

export const createAccessTokens = (database: Database): AccessTokens => ({
  add: async (transaction, token) => {
    const { tokenId, sessionId, userId, companyId, expiresAt, accessVersion } = token;
    const { rowCount } = await transaction.query(
      // Locked until the commit: whoever ends sessions meanwhile waits, and then sees the token.
      `INSERT INTO compliance.access_tokens (token_id, session_id, user_id, company_id, expires_at)
       SELECT $1, $2, user_id, $4, $5 FROM compliance.people
       WHERE user_id = $3 AND access_version = $6 FOR SHARE`,
      [tokenId, sessionId, userId, companyId, expiresAt, accessVersion],
    );
    return rowCount === 1;
  },

  find: async (tokenId, companyId) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<TokenRow>(
        `SELECT session_id, user_id, company_id, expires_at FROM compliance.access_tokens
         WHERE token_id = $1 AND company_id = $2`,
        [tokenId, companyId],
      ),
    );
    const [row] = rows;
    return (
      row && {
        tokenId,
        sessionId: row.session_id,
        userId: row.user_id,
        companyId: row.company_id,
        expiresAt: row.expires_at,
      }
    );
  },

  revoke: async (transaction, tokenId, now) => {
    await transaction.query(
      `UPDATE compliance.access_tokens SET revoked_at = $2
       WHERE token_id = $1 AND revoked_at IS NULL`,
      [tokenId, now],
    );
  },

  revokeOfSession: async (transaction, sessionId, now) => {
    await transaction.query(
      `UPDATE compliance.access_tokens SET revoked_at = $2
       WHERE session_id = $1 AND revoked_at IS NULL AND expires_at > $2`,
      [sessionId, now],
    );
  },
});
