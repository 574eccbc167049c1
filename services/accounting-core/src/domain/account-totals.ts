import { Money, type Currency } from '@accounting/kernel';
import { usualNormalBalance } from './account-hierarchy';
import type { AccountId } from './account/account-id';
import type { AccountType, NormalBalance } from './account/events';

/** Sums of one account in one currency; decimal text, debits and credits without a sign. */
export interface AccountTotals {
  readonly accountId: AccountId;
  readonly currency: Currency;
  readonly debit: string;
  readonly credit: string;
  readonly debitGel: string;
  readonly creditGel: string;
}

/** What an account holds in one currency, debit positive. */
export interface Position {
  readonly amount: Money;
  readonly amountGel: Money;
}

export const positionOf = (totals: AccountTotals): Position => ({
  amount: Money.of(totals.debit, totals.currency).minus(Money.of(totals.credit, totals.currency)),
  amountGel: Money.of(totals.debitGel).minus(Money.of(totals.creditGel)),
});

/** True when neither the amount nor its value in GEL is left. */
export const isEmptyPosition = ({ amount, amountGel }: Position): boolean =>
  amount.isZero() && amountGel.isZero();

/** Whether any currency of an account is left: what forbids deactivating it. */
export const hasBalance = (totals: Iterable<AccountTotals>): boolean => {
  for (const row of totals) if (!isEmptyPosition(positionOf(row))) return true;
  return false;
};

/**
 * A debit-positive balance as its account shows it: positive on the side that increases the
 * account. One that may stand on either side is shown on the usual side of its type, as 5330 on
 * the credit.
 */
export const onNormalSide = (
  balance: Money,
  account: { readonly type: AccountType; readonly normalBalance: NormalBalance },
): Money => {
  const { type, normalBalance } = account;
  const side = normalBalance === 'both' ? usualNormalBalance(type) : normalBalance;
  return side === 'debit' ? balance : balance.negated();
};
