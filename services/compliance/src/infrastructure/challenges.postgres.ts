import type { Database } from '@accounting/database';
import type { CompanyId, Uuid } from '@accounting/kernel';
import type { Challenges } from '../application/authentication-ports';

interface ChallengeRow {
  readonly user_id: Uuid;
  readonly company_id: CompanyId | null;
}

export const createChallenges = (database: Database): Challenges => ({
  add: async ({ digest, userId, companyId, expiresAt }) => {
    await database.write([], (transaction) =>
      transaction.query(
        `INSERT INTO compliance.challenges (digest, user_id, company_id, expires_at)
         VALUES ($1, $2, $3, $4)`,
        [digest, userId, companyId ?? null, expiresAt],
      ),
    );
  },

  find: async (digest, now) => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<ChallengeRow>(
        `SELECT user_id, company_id FROM compliance.challenges
         WHERE digest = $1 AND expires_at > $2`,
        [digest, now],
      ),
    );
    const [row] = rows;
    return (
      row && { userId: row.user_id, ...(row.company_id !== null && { companyId: row.company_id }) }
    );
  },

  use: async (transaction, digest) => {
    const { rowCount } = await transaction.query(
      'DELETE FROM compliance.challenges WHERE digest = $1',
      [digest],
    );
    return rowCount === 1;
  },
});
