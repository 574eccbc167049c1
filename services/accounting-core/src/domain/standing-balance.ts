import { AccountingDate, reject, type Currency, type Instant } from '@accounting/kernel';
import { isProfitOrLoss } from './account-hierarchy';
import { errors } from './account/errors';
import type { AccountId } from './account/account-id';
import type { AccountType } from './account/events';

/** A day at whose end an account holds something, in an amount or in its value in GEL. */
export interface StandingBalance {
  readonly date: AccountingDate;
  readonly currency: Currency;
}

export interface DeactivatedAccount {
  readonly accountId: AccountId;
  readonly type: AccountType;
  /** Of the ends of all years before today, of today, and of every later day with entries. */
  readonly balances: readonly StandingBalance[];
  readonly now: Instant;
}

/**
 * Throws when a balance stands that an inactive account may not have. From today on it has none,
 * whatever later entries make of it. An account of income or expenses has none at the end of a
 * year either: closing a year brings each to zero, so what is left there is still to be closed,
 * and closing would post to the account.
 */
export const requireNothingStands = (account: DeactivatedAccount): void => {
  const { accountId, type, balances, now } = account;
  const today = AccountingDate.ofInstant(now);
  const standing = balances.filter(({ date }) => date >= today || isProfitOrLoss(type));
  const [first] = standing;
  if (first === undefined) return;
  const { date } = first;
  const currencies = [...new Set(standing.map(({ currency }) => currency))].sort();
  const year = AccountingDate.yearOf(date);
  throw reject(
    errors.hasBalance,
    { accountId, date, currencies },
    date < today
      ? `The account has a balance on ${date} that is not closed; close the year ${year} first.`
      : `The account has a balance on ${date}; clear it before you deactivate the account.`,
  );
};
