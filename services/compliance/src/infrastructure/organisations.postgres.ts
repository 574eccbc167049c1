import type { Connection, Database, Transaction } from '@accounting/database';
import type { EventStore } from '@accounting/event-store';
import type { Uuid } from '@accounting/kernel';
import type { Organisations } from '../application/organisation-ports';
import { organisationMarker, type CustomRole, type Member } from '../domain/organisation';
import { fourEyesRuleId, generalDutyRules, type DutyRule } from '../domain/separation-of-duties';

const findMembers = async (connection: Connection): Promise<readonly Member[]> => {
  const { rows } = await connection.query<{
    user_id: Uuid;
    role_ids: string[];
    accepted_rule_ids: string[];
  }>(
    `SELECT user_id, role_ids,
       array(SELECT rule_id FROM compliance.accepted_conflicts AS accepted
             WHERE accepted.company_id = member.company_id AND accepted.user_id = member.user_id
             ORDER BY rule_id) AS accepted_rule_ids
     FROM compliance.memberships AS member
     WHERE status = 'active' ORDER BY user_id`,
  );
  return rows.map((row) => ({
    userId: row.user_id,
    roleIds: row.role_ids,
    acceptedRuleIds: row.accepted_rule_ids,
  }));
};

const findRoles = async (connection: Connection): Promise<readonly CustomRole[]> => {
  const { rows } = await connection.query<{
    role_id: string;
    name_english: string;
    name_georgian: string;
    permissions: string[];
  }>(
    `SELECT role_id, name_english, name_georgian, permissions
     FROM compliance.custom_roles WHERE NOT is_retired ORDER BY role_id`,
  );
  return rows.map((row) => ({
    roleId: row.role_id,
    nameEnglish: row.name_english,
    nameGeorgian: row.name_georgian,
    permissions: row.permissions,
  }));
};

const countPartners = async (connection: Connection): Promise<number> => {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM compliance.partners WHERE status = 'active'`,
  );
  return rows[0]?.count ?? 0;
};

const findDutyRules = async (connection: Connection): Promise<readonly DutyRule[]> => {
  const { rows } = await connection.query<{
    rule_id: string;
    first_permission: string | null;
    second_permission: string;
    scope: DutyRule['scope'];
    is_disabled: boolean;
  }>(
    `SELECT rule_id, first_permission, second_permission, scope, is_disabled
     FROM compliance.company_duty_rules
     UNION ALL
     SELECT $1, NULL, NULL, NULL, true
     FROM compliance.company_policies WHERE NOT four_eyes_required`,
    [fourEyesRuleId],
  );
  const disabled = new Set(rows.filter((row) => row.is_disabled).map((row) => row.rule_id));
  const own = rows.flatMap((row) =>
    row.first_permission === null
      ? []
      : [
          {
            ruleId: row.rule_id,
            first: row.first_permission,
            second: row.second_permission,
            scope: row.scope,
          },
        ],
  );
  return [...generalDutyRules, ...own].filter(({ ruleId }) => !disabled.has(ruleId));
};

export const createOrganisations = ({
  database,
  eventStore,
}: {
  readonly database: Database;
  readonly eventStore: EventStore<Transaction>;
}): Organisations => ({
  load: async (companyId) => {
    // The version first: rows that are newer than it fail the commit, older ones would not.
    const [marker] = await eventStore.readMarkers(companyId, [organisationMarker]);
    return database.readConsistently(companyId, async (connection) => ({
      version: marker?.version ?? 0,
      members: await findMembers(connection),
      customRoles: await findRoles(connection),
      partnerCount: await countPartners(connection),
      dutyRules: await findDutyRules(connection),
    }));
  },
});
