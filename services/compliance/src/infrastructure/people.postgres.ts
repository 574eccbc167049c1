import type { Database } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { People, Person } from '../application/authentication-ports';

interface PersonRow {
  readonly user_id: Uuid;
  readonly email: string;
  readonly email_key: string;
  readonly display_name: string;
  readonly is_active: boolean;
  readonly has_second_factor: boolean;
  readonly hash: string | null;
  readonly set_at: Instant | null;
  readonly last_company_id: CompanyId | null;
  readonly last_signed_in_at: Instant | null;
  readonly access_version: number;
}

const personOf = (row: PersonRow): Person => ({
  userId: row.user_id,
  email: row.email,
  emailKey: row.email_key,
  displayName: row.display_name,
  isActive: row.is_active,
  hasSecondFactor: row.has_second_factor,
  accessVersion: row.access_version,
  ...(row.hash !== null &&
    row.set_at !== null && { password: { hash: row.hash, setAt: row.set_at } }),
  ...(row.last_company_id !== null && { lastCompanyId: row.last_company_id }),
  ...(row.last_signed_in_at !== null && { lastSignedInAt: row.last_signed_in_at }),
});

const selection = `
  SELECT people.user_id, email, email_key, display_name, is_active, last_company_id,
    last_signed_in_at, access_version, hash, set_at,
    coalesce(is_confirmed, false) AS has_second_factor
  FROM compliance.people
    LEFT JOIN compliance.passwords USING (user_id)
    LEFT JOIN compliance.second_factors USING (user_id)`;

export const createPeople = (database: Database): People => {
  const select = async (condition: string, value: unknown): Promise<readonly Person[]> => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<PersonRow>(`${selection} WHERE ${condition}`, [value]),
    );
    return rows.map(personOf);
  };
  return {
    find: (userIds) => select('people.user_id = ANY ($1::uuid[])', userIds),

    findByEmailKey: async (emailKey) => {
      const [person] = await select('email_key = $1', emailKey);
      return person;
    },

    add: async (transaction, { userId, email, emailKey, displayName }) => {
      const { rowCount } = await transaction.query(
        `INSERT INTO compliance.people (user_id, email, email_key, display_name)
         VALUES ($1, $2, $3, $4) ON CONFLICT (email_key) DO NOTHING`,
        [userId, email, emailKey, displayName],
      );
      return rowCount === 1;
    },

    setActive: async (transaction, userId, isActive) => {
      await transaction.query('UPDATE compliance.people SET is_active = $2 WHERE user_id = $1', [
        userId,
        isActive,
      ]);
    },

    rename: async (transaction, userId, displayName) => {
      await transaction.query('UPDATE compliance.people SET display_name = $2 WHERE user_id = $1', [
        userId,
        displayName,
      ]);
    },

    noteCompany: async (transaction, userId, { companyId, signedInAt }) => {
      await transaction.query(
        `UPDATE compliance.people SET last_company_id = $2,
           last_signed_in_at = coalesce($3, last_signed_in_at)
         WHERE user_id = $1`,
        [userId, companyId, signedInAt ?? null],
      );
    },
  };
};
