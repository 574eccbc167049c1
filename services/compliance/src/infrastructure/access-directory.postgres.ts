import type { Database } from '@accounting/database';
import type { CompanyId } from '@accounting/kernel';
import type { Access, AccessDirectory } from '../application/access-ports';
import { standardPolicy } from '../domain/company-policy/state';
import { identityRealm } from '../domain/identity-realm';
import { standardRole } from '../domain/role/standard-roles';

interface AccessRow {
  readonly company_id: CompanyId;
  readonly name_georgian: string;
  readonly role_ids: string[];
  readonly own_permissions: string[];
  readonly session_length_minutes: number | null;
  readonly password_length_min: number;
  readonly password_history_count: number;
  readonly password_lifetime_days: number;
  readonly second_factor_required: boolean | null;
}

const minuteMs = 60_000;

const permissionsOf = ({ role_ids, own_permissions }: AccessRow): readonly string[] => {
  const standard = role_ids.flatMap((roleId) => standardRole(roleId)?.permissions ?? []);
  return [...new Set([...standard, ...own_permissions])].sort();
};

const toAccess = (row: AccessRow): Access => ({
  companyId: row.company_id,
  companyName: row.name_georgian,
  permissions: permissionsOf(row),
  sessionLengthMs: (row.session_length_minutes ?? standardPolicy.sessionLengthMinutes) * minuteMs,
  requiresSecondFactor: row.second_factor_required ?? standardPolicy.secondFactorRequired,
  passwordRules:
    row.session_length_minutes === null
      ? standardPolicy.password
      : {
          lengthMin: row.password_length_min,
          historyCount: row.password_history_count,
          lifetimeDays: row.password_lifetime_days,
        },
});

/**
 * Reads across companies, as the background role: who signs in has not chosen one yet. One
 * statement, because every sign-in and every refresh of a token asks.
 */
export const createAccessDirectory = (backgroundDatabase: Database): AccessDirectory => ({
  accessesOf: (userId, invitedTo) =>
    backgroundDatabase.read(identityRealm, async (connection) => {
      const { rows } = await connection.query<AccessRow>(
        `SELECT company.company_id, company.name_georgian, member.role_ids,
           array(SELECT DISTINCT permission
             FROM compliance.custom_roles AS role, unnest(role.permissions) AS permission
             WHERE role.company_id = member.company_id AND NOT role.is_retired
               AND role.role_id::text = ANY (member.role_ids)) AS own_permissions,
           policy.session_length_minutes, policy.password_length_min,
           policy.password_history_count, policy.password_lifetime_days,
           policy.second_factor_required
         FROM compliance.memberships AS member
         JOIN compliance.companies AS company USING (company_id)
         LEFT JOIN compliance.company_policies AS policy USING (company_id)
         WHERE member.user_id = $1 AND company.status = 'active'
           AND (member.status = 'active'
             OR (member.status = 'invited' AND member.company_id = $2))
         ORDER BY company.name_georgian, company.company_id`,
        [userId, invitedTo ?? null],
      );
      return rows.map(toAccess);
    }),
});
