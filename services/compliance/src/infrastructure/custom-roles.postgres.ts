import type { Database } from '@accounting/database';
import { Uuid } from '@accounting/kernel';
import type { CustomRoles, CustomRoleView } from '../application/organisation-ports';

const columns = 'role_id, name_english, name_georgian, permissions, is_retired, version';

interface RoleRow {
  readonly role_id: string;
  readonly name_english: string;
  readonly name_georgian: string;
  readonly permissions: string[];
  readonly is_retired: boolean;
  readonly version: number;
}

const toView = (row: RoleRow): CustomRoleView => ({
  roleId: row.role_id,
  nameEnglish: row.name_english,
  nameGeorgian: row.name_georgian,
  permissions: row.permissions,
  isRetired: row.is_retired,
  version: row.version,
});

export const createCustomRoles = (database: Database): CustomRoles => ({
  find: (companyId, roleId) =>
    database.read(companyId, async (connection) => {
      const id = Uuid.parse(roleId);
      if (id === undefined) return undefined;
      const { rows } = await connection.query<RoleRow>(
        `SELECT ${columns} FROM compliance.custom_roles WHERE company_id = $1 AND role_id = $2`,
        [companyId, id],
      );
      return rows[0] && toView(rows[0]);
    }),
  list: (companyId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<RoleRow>(
        `SELECT ${columns} FROM compliance.custom_roles WHERE company_id = $1
         ORDER BY name_georgian, role_id`,
        [companyId],
      );
      return rows.map(toView);
    }),
});
