import type { Database } from '@accounting/database';
import type { CompanyPolicies } from '../application/organisation-ports';

interface PolicyRow {
  readonly four_eyes_required: boolean;
  readonly four_eyes_waiver_reason: string | null;
  readonly session_length_minutes: number;
  readonly password_length_min: number;
  readonly password_history_count: number;
  readonly password_lifetime_days: number;
  readonly second_factor_required: boolean;
  readonly version: number;
}

export const createCompanyPolicies = (database: Database): CompanyPolicies => ({
  find: (companyId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<PolicyRow>(
        'SELECT * FROM compliance.company_policies WHERE company_id = $1',
        [companyId],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      return {
        terms: {
          fourEyes:
            row.four_eyes_waiver_reason === null
              ? { required: true }
              : { required: false, reason: row.four_eyes_waiver_reason },
          sessionLengthMinutes: row.session_length_minutes,
          password: {
            lengthMin: row.password_length_min,
            historyCount: row.password_history_count,
            lifetimeDays: row.password_lifetime_days,
          },
          secondFactorRequired: row.second_factor_required,
        },
        version: row.version,
      };
    }),
});
