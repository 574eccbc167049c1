import { rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import { factsOf, type Recorded } from './organisation-facts';

const acceptingFacts = [
  'MemberInvited',
  'MemberAdded',
  'MemberRolesChanged',
  'MemberRemoved',
  'RolePermissionsChanged',
] as const;

type AcceptingFact = Recorded<(typeof acceptingFacts)[number]>;

interface Acceptances {
  readonly reason: string;
  readonly conflicts: readonly { readonly userId: string; readonly ruleId: string }[];
}

const writer = rowWriter({
  table: 'compliance.accepted_conflicts',
  key: ['company_id', 'user_id', 'rule_id'],
  columns: ['reason', 'accepted_by', 'accepted_at'],
});

const forget = async (
  transaction: Transaction,
  { companyId, data }: Exclude<AcceptingFact, Recorded<'RolePermissionsChanged'>>,
  keptRuleIds: readonly string[],
): Promise<void> => {
  await transaction.query(
    `DELETE FROM compliance.accepted_conflicts
     WHERE company_id = $1 AND user_id = $2 AND rule_id <> ALL ($3::text[])`,
    [companyId, data.userId, keptRuleIds],
  );
};

const keep = (
  transaction: Transaction,
  fact: AcceptingFact,
  { reason, conflicts }: Acceptances,
): Promise<void> =>
  writer.put(
    transaction,
    conflicts.map(({ userId, ruleId }) => ({
      company_id: fact.companyId,
      user_id: userId,
      rule_id: ruleId,
      reason,
      accepted_by: fact.metadata.actorId,
      accepted_at: fact.occurredAt,
    })),
  );

const project = async (transaction: Transaction, fact: AcceptingFact): Promise<void> => {
  switch (fact.type) {
    case 'MemberInvited':
    case 'MemberAdded':
    case 'MemberRolesChanged': {
      const { userId, conflictingRuleIds, acceptance } = fact.data;
      await forget(transaction, fact, conflictingRuleIds);
      if (acceptance === null) return;
      const conflicts = acceptance.ruleIds.map((ruleId) => ({ userId, ruleId }));
      await keep(transaction, fact, { reason: acceptance.reason, conflicts });
      return;
    }
    case 'MemberRemoved':
      await forget(transaction, fact, []);
      return;
    case 'RolePermissionsChanged':
      if (fact.data.acceptance !== null) await keep(transaction, fact, fact.data.acceptance);
      return;
    default:
      exhaustive(fact);
  }
};

/**
 * Which conflicts of duties were accepted, by whom and why. Fact by fact, since one may take back
 * what the one before accepted; there are few of them.
 */
export const acceptedConflicts: InlineProjection<Transaction> = async (transaction, events) => {
  for (const fact of factsOf(events, acceptingFacts)) await project(transaction, fact);
};
