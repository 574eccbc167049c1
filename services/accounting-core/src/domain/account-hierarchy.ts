import type { AccountId } from './account/account-id';
import type { AccountType, NormalBalance } from './account/events';
import type { LedgerReference, ReferenceAccount } from './ledger-reference';

export type Element = 'asset' | 'liability' | 'equity' | 'income' | 'expense';

/** A contra account goes with what it reduces. */
export const elementOf = (type: AccountType): Element =>
  type.startsWith('contra_') ? (type.slice('contra_'.length) as Element) : (type as Element);

const debitElements: ReadonlySet<Element> = new Set(['asset', 'expense']);

/** The side that increases an account of this type. */
export const usualNormalBalance = (type: AccountType): 'debit' | 'credit' => {
  const isContra = type.startsWith('contra_');
  return debitElements.has(elementOf(type)) !== isContra ? 'debit' : 'credit';
};

/** Income, expenses and what reduces them: closed into retained earnings at the year's end. */
export const isProfitOrLoss = (type: AccountType): boolean => {
  const element = elementOf(type);
  return element === 'income' || element === 'expense';
};

export interface Placement {
  readonly type: AccountType;
  readonly normalBalance: NormalBalance;
  readonly isPostable: boolean;
}

/**
 * Whether an account may stand below a parent: same element. A heading whose normal balance is
 * `both` and that is part of profit or loss takes income and expenses alike: the national chart has
 * 8000 (non-operating), 9000 and 9100 (special items) with both below them. A parent may take
 * entries itself: who splits 1210 by bank keeps what was booked on it.
 */
export const mayStandBelow = (parent: Placement, type: AccountType): boolean => {
  if (elementOf(parent.type) === elementOf(type)) return true;
  const isMixedHeading = parent.normalBalance === 'both' && !parent.isPostable;
  return isMixedHeading && isProfitOrLoss(parent.type) && isProfitOrLoss(type);
};

/** True for the account itself and for everything below it. Ends even on a broken hierarchy. */
export const standsAtOrBelow = (
  ledger: LedgerReference,
  candidate: AccountId,
  accountId: AccountId,
): boolean => {
  const seen = new Set<AccountId>();
  let current: AccountId | null = candidate;
  while (current !== null && !seen.has(current)) {
    if (current === accountId) return true;
    seen.add(current);
    current = ledger.accountById(current)?.parentAccountId ?? null;
  }
  return false;
};

export const activeChildren = (
  ledger: LedgerReference,
  accountId: AccountId,
): readonly ReferenceAccount[] =>
  Array.from(ledger.accounts()).filter(
    (account) => account.parentAccountId === accountId && account.isActive,
  );
