import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import { factsOf, type Recorded } from './organisation-facts';

const membershipFacts = [
  'MemberInvited',
  'MemberAdded',
  'MemberRolesChanged',
  'MemberRemoved',
] as const;

type MembershipFact = Recorded<(typeof membershipFacts)[number]>;

const writer = rowWriter({
  table: 'compliance.memberships',
  key: ['company_id', 'user_id'],
  columns: ['role_ids', 'status', 'version', 'added_at'],
});

const changedColumns = (fact: MembershipFact): Row => {
  switch (fact.type) {
    case 'MemberInvited':
      return { role_ids: fact.data.roleIds, status: 'invited', added_at: fact.occurredAt };
    case 'MemberAdded':
      return { role_ids: fact.data.roleIds, status: 'active', added_at: fact.occurredAt };
    case 'MemberRolesChanged':
      return { role_ids: fact.data.roleIds };
    case 'MemberRemoved':
      return { role_ids: [], status: 'removed' };
    default:
      return exhaustive(fact);
  }
};

/** The people of each company and their roles: the next command is decided on them. */
export const memberships: InlineProjection<Transaction> = async (transaction, events) => {
  const rows = foldRows<MembershipFact>(
    factsOf(events, membershipFacts),
    ({ companyId, data }) => `${companyId} ${data.userId}`,
    (fact) => ({
      ...changedColumns(fact),
      company_id: fact.companyId,
      user_id: fact.data.userId,
      version: fact.streamVersion,
    }),
  );
  const isWhole = (row: Row): boolean => 'added_at' in row;
  await writer.put(transaction, rows.filter(isWhole));
  await writer.change(
    transaction,
    rows.filter((row) => !isWhole(row)),
  );
};
