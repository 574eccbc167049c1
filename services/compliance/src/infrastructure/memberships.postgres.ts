import {
  cutPage,
  keyAfter,
  keyPatterns,
  type Database,
  type KeysetOrder,
} from '@accounting/database';
import type { Instant, Uuid } from '@accounting/kernel';
import type { Memberships, MemberView } from '../application/organisation-ports';
import { errors } from '../application/page-errors';

const columns = 'user_id, role_ids, status, added_at, version';

interface MemberRow {
  readonly user_id: Uuid;
  readonly role_ids: string[];
  readonly status: MemberView['status'];
  readonly added_at: Instant;
  readonly version: number;
}

const toView = (row: MemberRow): MemberView => ({
  userId: row.user_id,
  roleIds: row.role_ids,
  status: row.status,
  addedAt: row.added_at,
  version: row.version,
});

const order: KeysetOrder = { name: 'members', parts: [keyPatterns.uuid] };

export const createMemberships = (database: Database): Memberships => ({
  find: (companyId, userId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<MemberRow>(
        `SELECT ${columns} FROM compliance.memberships
         WHERE company_id = $1 AND user_id = $2 AND status <> 'removed'`,
        [companyId, userId],
      );
      return rows[0] && toView(rows[0]);
    }),

  list: (companyId, { roleId }, page) =>
    database.read(companyId, async (connection) => {
      const [last] = keyAfter(order, page, errors.invalidCursor) ?? [];
      const { rows } = await connection.query<MemberRow>(
        `SELECT ${columns} FROM compliance.memberships
         WHERE company_id = $1 AND status <> 'removed'
           AND ($2::text IS NULL OR $2 = ANY (role_ids))
           AND ($3::uuid IS NULL OR user_id > $3)
         ORDER BY user_id LIMIT $4`,
        [companyId, roleId ?? null, last ?? null, page.limit + 1],
      );
      return cutPage(rows, page, { order, keyOf: (row) => [row.user_id], toItem: toView });
    }),

  acceptedConflicts: (companyId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<{
        user_id: Uuid;
        rule_id: string;
        reason: string;
        accepted_by: string;
        accepted_at: Instant;
      }>(
        `SELECT user_id, rule_id, reason, accepted_by, accepted_at
         FROM compliance.accepted_conflicts WHERE company_id = $1`,
        [companyId],
      );
      return rows.map((row) => ({
        userId: row.user_id,
        ruleId: row.rule_id,
        reason: row.reason,
        acceptedBy: row.accepted_by,
        acceptedAt: row.accepted_at,
      }));
    }),
});
