import type { Database } from '@accounting/database';
import type { Uuid } from '@accounting/kernel';
import type { FirstAdministratorStore } from '../application/authentication-ports';

export const createFirstAdministratorStore = (database: Database): FirstAdministratorStore => ({
  isNeeded: async () => {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<{ is_needed: boolean }>(
        `SELECT NOT EXISTS (SELECT FROM compliance.first_administrator)
           AND NOT EXISTS (SELECT FROM compliance.people) AS is_needed`,
      ),
    );
    return rows[0]?.is_needed === true;
  },

  claim: async (transaction, userId) => {
    // Waits for another replica that is about to claim it, and then finds its row.
    const { rowCount } = await transaction.query(
      `INSERT INTO compliance.first_administrator (user_id)
       SELECT $1 WHERE NOT EXISTS (SELECT FROM compliance.people WHERE user_id <> $1)
       ON CONFLICT (is_first) DO NOTHING`,
      [userId],
    );
    return rowCount === 1;
  },

  foundCompany: (work) =>
    database.write([], async (transaction) => {
      const { rows } = await transaction.query<{ user_id: Uuid }>(
        `SELECT user_id FROM compliance.first_administrator
         WHERE company_id IS NULL FOR UPDATE`,
      );
      const [row] = rows;
      if (row === undefined) return;
      const companyId = await work(row.user_id);
      await transaction.query('UPDATE compliance.first_administrator SET company_id = $1', [
        companyId,
      ]);
    }),
});
