import type { Database } from '@accounting/database';
import type { CompanyId, Instant } from '@accounting/kernel';
import type { CompanyDuties } from '@accounting/service-host';
import type { CompanyDutyRule, CompanyDutyRules } from '../application/organisation-ports';
import type { DutyDeviations } from '../application/trust-ports';
import { identityRealm } from '../domain/identity-realm';
import { fourEyesRuleId, type DutyRule } from '../domain/separation-of-duties';

interface RuleRow {
  readonly rule_id: string;
  readonly first_permission: string | null;
  readonly second_permission: string | null;
  readonly scope: DutyRule['scope'] | null;
  readonly reason: string | null;
  readonly is_disabled: boolean;
  readonly disabled_reason: string | null;
  readonly disabled_by: string | null;
  readonly disabled_at: Instant | null;
}

const ownOf = (row: RuleRow): CompanyDutyRule['own'] => {
  const { rule_id: ruleId, first_permission: first, second_permission: second } = row;
  const { scope, reason } = row;
  if (first === null || second === null || scope === null || reason === null) return null;
  return { ruleId, first, second, scope, reason };
};

const disabledOf = (row: RuleRow): CompanyDutyRule['disabled'] => {
  const { disabled_reason: reason, disabled_by: disabledBy, disabled_at: disabledAt } = row;
  if (reason === null || disabledBy === null || disabledAt === null) return null;
  return { reason, disabledBy, disabledAt };
};

export const createCompanyDutyRules = (database: Database): CompanyDutyRules => ({
  list: (companyId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<RuleRow>(
        `SELECT * FROM compliance.company_duty_rules WHERE company_id = $1 ORDER BY rule_id`,
        [companyId],
      );
      return rows.map((row) => ({
        ruleId: row.rule_id,
        own: ownOf(row),
        disabled: disabledOf(row),
      }));
    }),
});

interface DeviationRow {
  readonly company_id: CompanyId;
  readonly disabled_rule_ids: string[];
  readonly added_rules: CompanyDuties['addedRules'];
}

/** Of all companies at once, as the background role: every service is told all of it. */
export const createDutyDeviations = (backgroundDatabase: Database): DutyDeviations => ({
  all: () =>
    backgroundDatabase.read(identityRealm, async (connection) => {
      const { rows } = await connection.query<DeviationRow>(
        `SELECT company_id,
           coalesce(array_agg(rule_id ORDER BY rule_id)
             FILTER (WHERE first_permission IS NULL), '{}') AS disabled_rule_ids,
           coalesce(jsonb_agg(jsonb_build_object('id', rule_id, 'first', first_permission,
               'second', second_permission, 'scope', scope) ORDER BY rule_id)
             FILTER (WHERE first_permission IS NOT NULL), '[]') AS added_rules
         FROM (
           SELECT company_id, rule_id, first_permission, second_permission, scope
           FROM compliance.company_duty_rules
           WHERE (first_permission IS NULL) = is_disabled
           UNION ALL
           SELECT company_id, $1, NULL, NULL, NULL
           FROM compliance.company_policies WHERE NOT four_eyes_required
         ) AS deviation
         JOIN compliance.companies AS company USING (company_id)
         WHERE company.status = 'active'
         GROUP BY company_id ORDER BY company_id`,
        [fourEyesRuleId],
      );
      return rows.map((row) => ({
        companyId: row.company_id,
        disabledRuleIds: row.disabled_rule_ids,
        addedRules: row.added_rules,
      }));
    }),
});
