import type { Database } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { Session, SessionStore } from '../application/session-ports';

interface SessionRow {
  readonly session_id: Uuid;
  readonly user_id: Uuid;
  readonly company_id: CompanyId;
  readonly passed_second_factor: boolean;
  readonly client_address: string;
  readonly began_at: Instant;
  readonly last_used_at: Instant;
  readonly expires_at: Instant;
  readonly refresh_token_id: Uuid;
}

const sessionOf = (row: SessionRow): Session => ({
  sessionId: row.session_id,
  userId: row.user_id,
  companyId: row.company_id,
  passedSecondFactor: row.passed_second_factor,
  clientAddress: row.client_address,
  beganAt: row.began_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
  refreshTokenId: row.refresh_token_id,
});

const columns = `session_id, user_id, company_id, passed_second_factor, client_address, began_at,
  last_used_at, expires_at, refresh_token_id`;
const listedMax = 100;

const end: SessionStore['end'] = async (
  transaction,
  { userId, sessionId, companyId, exceptSessionId },
  now,
) => {
  // In the order of their ids, so that two who end the same sessions do not wait for each other.
  const { rowCount } = await transaction.query(
    `UPDATE compliance.sessions SET ended_at = $5
       WHERE session_id IN (
         SELECT session_id FROM compliance.sessions
         WHERE user_id = $1 AND ended_at IS NULL
           AND ($2::uuid IS NULL OR session_id = $2)
           AND ($3::uuid IS NULL OR company_id = $3)
           AND ($4::uuid IS NULL OR session_id <> $4)
         ORDER BY session_id FOR UPDATE)`,
    [userId, sessionId ?? null, companyId ?? null, exceptSessionId ?? null, now],
  );
  if (sessionId === undefined) {
    // Before the tokens: one that is being made now is either there afterwards, or not given out.
    await transaction.query(
      'UPDATE compliance.people SET access_version = access_version + 1 WHERE user_id = $1',
      [userId],
    );
  }
  await transaction.query(
    `UPDATE compliance.access_tokens SET revoked_at = $5
       WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $5
         AND ($2::uuid IS NULL OR session_id = $2)
         AND ($3::uuid IS NULL OR company_id = $3)
         AND ($4::uuid IS NULL OR session_id <> $4)`,
    [userId, sessionId ?? null, companyId ?? null, exceptSessionId ?? null, now],
  );
  return rowCount ?? 0;
};

const rotate: SessionStore['rotate'] = async (
  transaction,
  { sessionId, presentedId, nextId, now, expiresAt },
) => {
  const { rows } = await transaction.query<Pick<SessionRow, 'refresh_token_id'>>(
    `SELECT refresh_token_id FROM compliance.sessions
     WHERE session_id = $1 AND ended_at IS NULL FOR UPDATE`,
    [sessionId],
  );
  const [row] = rows;
  if (row === undefined) return 'ended';
  if (row.refresh_token_id !== presentedId) return 'used';
  await transaction.query(
    `UPDATE compliance.sessions SET refresh_token_id = $2, last_used_at = $3, expires_at = $4
     WHERE session_id = $1`,
    [sessionId, nextId, now, expiresAt],
  );
  return 'rotated';
};

export const createSessions = (database: Database): SessionStore => ({
  begin: async (transaction, session) => {
    await transaction.query(
      `INSERT INTO compliance.sessions (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        session.sessionId,
        session.userId,
        session.companyId,
        session.passedSecondFactor,
        session.clientAddress,
        session.beganAt,
        session.lastUsedAt,
        session.expiresAt,
        session.refreshTokenId,
      ],
    );
  },

  find: async (sessionId, now) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<SessionRow>(
        `SELECT ${columns} FROM compliance.sessions
         WHERE session_id = $1 AND ended_at IS NULL AND expires_at > $2`,
        [sessionId, now],
      ),
    );
    const [row] = rows;
    return row && sessionOf(row);
  },

  listOf: async (userId, now) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<SessionRow>(
        `SELECT ${columns} FROM compliance.sessions
         WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2
         ORDER BY last_used_at DESC, session_id LIMIT $3`,
        [userId, now, listedMax],
      ),
    );
    return rows.map(sessionOf);
  },

  change: async (transaction, sessionId, change) => {
    const { companyId, passedSecondFactor, lastUsedAt } = change;
    const { rowCount } = await transaction.query(
      `UPDATE compliance.sessions SET
         company_id = coalesce($2, company_id),
         passed_second_factor = coalesce($3, passed_second_factor),
         last_used_at = coalesce($4, last_used_at)
       WHERE session_id = $1 AND ended_at IS NULL`,
      [sessionId, companyId ?? null, passedSecondFactor ?? null, lastUsedAt ?? null],
    );
    return rowCount === 1;
  },

  rotate,

  end,
});
