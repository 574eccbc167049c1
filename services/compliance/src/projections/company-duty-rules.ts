import type { Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import { factsOf, type Recorded } from './organisation-facts';

const dutyFacts = ['DutyRuleAdded', 'DutyRuleDisabled', 'DutyRuleEnabled'] as const;

type DutyFact = Recorded<(typeof dutyFacts)[number]>;

const project = async (transaction: Transaction, fact: DutyFact): Promise<void> => {
  const { companyId, data, metadata, occurredAt } = fact;
  switch (fact.type) {
    case 'DutyRuleAdded':
      await transaction.query(
        `INSERT INTO compliance.company_duty_rules
           (company_id, rule_id, first_permission, second_permission, scope, reason, is_disabled)
         VALUES ($1, $2, $3, $4, $5, $6, false)`,
        [
          companyId,
          data.ruleId,
          fact.data.first,
          fact.data.second,
          fact.data.scope,
          fact.data.reason,
        ],
      );
      return;
    case 'DutyRuleDisabled':
      await transaction.query(
        `INSERT INTO compliance.company_duty_rules
           (company_id, rule_id, is_disabled, disabled_reason, disabled_by, disabled_at)
         VALUES ($1, $2, true, $3, $4, $5)
         ON CONFLICT (company_id, rule_id) DO UPDATE SET is_disabled = true,
           disabled_reason = excluded.disabled_reason, disabled_by = excluded.disabled_by,
           disabled_at = excluded.disabled_at`,
        [companyId, data.ruleId, fact.data.reason, metadata.actorId, occurredAt],
      );
      return;
    case 'DutyRuleEnabled':
      await transaction.query(
        `UPDATE compliance.company_duty_rules
         SET is_disabled = false, disabled_reason = NULL, disabled_by = NULL, disabled_at = NULL
         WHERE company_id = $1 AND rule_id = $2`,
        [companyId, data.ruleId],
      );
      return;
    default:
      exhaustive(fact);
  }
};

/** In what a company's duties differ from the general ones. Fact by fact: there are few of them. */
export const companyDutyRules: InlineProjection<Transaction> = async (transaction, events) => {
  for (const fact of factsOf(events, dutyFacts)) await project(transaction, fact);
};
