import type { Database } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { InvitationStore, KeptInvitation } from '../application/authentication-ports';

interface InvitationRow {
  readonly company_id: CompanyId;
  readonly user_id: Uuid;
  readonly email: string;
  readonly display_name: string;
  readonly expires_at: Instant;
}

const columns = 'company_id, user_id, email, display_name, expires_at';

const invitationOf = (row: InvitationRow): KeptInvitation => ({
  companyId: row.company_id,
  userId: row.user_id,
  email: row.email,
  displayName: row.display_name,
  expiresAt: row.expires_at,
});

export const createInvitationStore = (database: Database): InvitationStore => {
  const select = async (
    condition: string,
    values: readonly unknown[],
  ): Promise<readonly KeptInvitation[]> => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<InvitationRow>(
        `SELECT ${columns} FROM compliance.invitations WHERE ${condition}`,
        [...values],
      ),
    );
    return rows.map(invitationOf);
  };
  return {
    put: async (transaction, { companyId, userId, email, displayName, expiresAt, digest }) => {
      await transaction.query(
        `INSERT INTO compliance.invitations (${columns}, digest) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (company_id, user_id) DO UPDATE SET email = excluded.email,
           display_name = excluded.display_name, expires_at = excluded.expires_at,
           digest = excluded.digest`,
        [companyId, userId, email, displayName, expiresAt, digest],
      );
    },

    find: async (digest, now) => {
      const [found] = await select('digest = $1 AND expires_at > $2', [digest, now]);
      return found;
    },

    of: (companyId, userIds) =>
      select('company_id = $1 AND user_id = ANY ($2::uuid[])', [companyId, userIds]),

    remove: async (transaction, { companyId, userId, digest }) => {
      const { rowCount } = await transaction.query(
        `DELETE FROM compliance.invitations
         WHERE company_id = $1 AND user_id = $2 AND ($3::bytea IS NULL OR digest = $3)`,
        [companyId, userId, digest ?? null],
      );
      return rowCount === 1;
    },
  };
};
