import { Money } from '@accounting/kernel';
import type { AccountId } from './account/account-id';

export interface HierarchyNode {
  readonly accountId: AccountId;
  readonly parentAccountId: AccountId | null;
}

/** Sums of debits and credits in GEL. */
export interface GelSums {
  readonly debit: Money;
  readonly credit: Money;
}

const noSums: GelSums = { debit: Money.zero(), credit: Money.zero() };

const addSums = (one: GelSums, other: GelSums): GelSums => ({
  debit: one.debit.plus(other.debit),
  credit: one.credit.plus(other.credit),
});

/**
 * Adds to every account the sums of all accounts below it. An account whose parent is not among
 * the accounts counts as a top one. Linear in the number of accounts; a cycle, which the rules for
 * moving accounts exclude, would not pass its sums on, so that nothing is counted twice.
 */
export const rollUp = (
  accounts: Iterable<HierarchyNode>,
  ownSums: ReadonlyMap<AccountId, GelSums>,
): ReadonlyMap<AccountId, GelSums> => {
  const parents = new Map<AccountId, AccountId | null>();
  for (const { accountId, parentAccountId } of accounts) parents.set(accountId, parentAccountId);
  const sums = new Map<AccountId, GelSums>();
  for (const accountId of parents.keys()) sums.set(accountId, ownSums.get(accountId) ?? noSums);
  for (const accountId of childrenFirst(parents)) {
    const parent = parents.get(accountId) ?? null;
    const [own, above] = [sums.get(accountId), parent === null ? undefined : sums.get(parent)];
    if (parent !== null && own !== undefined && above !== undefined) {
      sums.set(parent, addSums(above, own));
    }
  }
  return sums;
};

/** Every account after all that stand below it; the members of a cycle are left out. */
const childrenFirst = (parents: ReadonlyMap<AccountId, AccountId | null>): AccountId[] => {
  const waitingFor = countChildren(parents);
  const order = Array.from(parents.keys()).filter((accountId) => !waitingFor.has(accountId));
  // Grows while it is walked: an account follows the last one below it.
  for (const accountId of order) {
    const parent = parents.get(accountId) ?? null;
    const left = parent === null ? undefined : waitingFor.get(parent);
    if (parent === null || left === undefined) continue;
    waitingFor.set(parent, left - 1);
    if (left === 1) order.push(parent);
  }
  return order;
};

/** How many accounts stand directly below each account that has any. */
const countChildren = (
  parents: ReadonlyMap<AccountId, AccountId | null>,
): Map<AccountId, number> => {
  const counts = new Map<AccountId, number>();
  for (const parent of parents.values()) {
    if (parent !== null && parents.has(parent)) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
};
