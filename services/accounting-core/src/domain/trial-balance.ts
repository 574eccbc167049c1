import { Money } from '@accounting/kernel';
import type { AccountTotals } from './account-totals';
import type { AccountId } from './account/account-id';
import type { ReferenceAccount } from './ledger-reference';
import type { GelSums } from './roll-up';

/** One account in the trial balance, in GEL. At most one of the two balances is not zero. */
export interface TrialBalanceLine {
  readonly account: ReferenceAccount;
  readonly debit: Money;
  readonly credit: Money;
  readonly debitBalance: Money;
  readonly creditBalance: Money;
}

export interface TrialBalance {
  /** In order of account codes; accounts that nothing was posted to are left out. */
  readonly lines: readonly TrialBalanceLine[];
  readonly totals: Omit<TrialBalanceLine, 'account'>;
}

const zero = Money.zero();

/** The GEL sums of each account over its currencies. */
export const sumByAccount = (totals: Iterable<AccountTotals>): ReadonlyMap<AccountId, GelSums> => {
  const sums = new Map<AccountId, GelSums>();
  for (const { accountId, debitGel, creditGel } of totals) {
    const before = sums.get(accountId) ?? { debit: zero, credit: zero };
    sums.set(accountId, {
      debit: before.debit.plus(Money.of(debitGel)),
      credit: before.credit.plus(Money.of(creditGel)),
    });
  }
  return sums;
};

/** Equal totals prove that what was posted balanced, not that it was right. */
export const trialBalance = (
  accounts: Iterable<ReferenceAccount>,
  totals: Iterable<AccountTotals>,
): TrialBalance => {
  const sums = sumByAccount(totals);
  const lines: TrialBalanceLine[] = [];
  for (const account of accounts) {
    const own = sums.get(account.accountId);
    if (own !== undefined) lines.push({ account, ...withBalance(own) });
  }
  lines.sort((one, other) => (one.account.code < other.account.code ? -1 : 1));
  return {
    lines,
    totals: {
      debit: Money.sum(lines.map((line) => line.debit)),
      credit: Money.sum(lines.map((line) => line.credit)),
      debitBalance: Money.sum(lines.map((line) => line.debitBalance)),
      creditBalance: Money.sum(lines.map((line) => line.creditBalance)),
    },
  };
};

const withBalance = ({ debit, credit }: GelSums): TrialBalance['totals'] => {
  const balance = debit.minus(credit);
  return {
    debit,
    credit,
    debitBalance: balance.isPositive() ? balance : zero,
    creditBalance: balance.isNegative() ? balance.negated() : zero,
  };
};
