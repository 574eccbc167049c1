import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import { factsOf, type Recorded } from './organisation-facts';

const roleFacts = ['RoleDefined', 'RoleRenamed', 'RolePermissionsChanged', 'RoleRetired'] as const;

type RoleFact = Recorded<(typeof roleFacts)[number]>;

const writer = rowWriter({
  table: 'compliance.custom_roles',
  key: ['company_id', 'role_id'],
  columns: ['name_english', 'name_georgian', 'permissions', 'is_retired', 'version'],
});

const changedColumns = (fact: RoleFact): Row => {
  switch (fact.type) {
    case 'RoleDefined':
      return {
        name_english: fact.data.nameEnglish,
        name_georgian: fact.data.nameGeorgian,
        permissions: fact.data.permissions,
        is_retired: false,
      };
    case 'RoleRenamed':
      return { name_english: fact.data.nameEnglish, name_georgian: fact.data.nameGeorgian };
    case 'RolePermissionsChanged':
      return { permissions: fact.data.permissions };
    case 'RoleRetired':
      return { is_retired: true };
    default:
      return exhaustive(fact);
  }
};

/** The roles that companies made: what a member may do is computed from them. */
export const customRoles: InlineProjection<Transaction> = async (transaction, events) => {
  const facts = factsOf(events, roleFacts);
  const rows = foldRows<RoleFact>(
    facts,
    ({ companyId, data }) => `${companyId} ${data.roleId}`,
    (fact) => ({
      ...changedColumns(fact),
      company_id: fact.companyId,
      role_id: fact.data.roleId,
      version: fact.streamVersion,
    }),
  );
  const defined = new Set(
    facts.filter(({ type }) => type === 'RoleDefined').map(({ data }) => data.roleId),
  );
  const isWhole = (row: Row): boolean => defined.has(row['role_id'] as string);
  await writer.put(transaction, rows.filter(isWhole));
  await writer.change(
    transaction,
    rows.filter((row) => !isWhole(row)),
  );
};
