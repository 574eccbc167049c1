import { Money } from '@accounting/kernel';
import type { Entry } from './transaction/events';

/** An account's balance in GEL after each of its entries, debit positive. */
export const runningBalances = (
  openingBalance: Money,
  entries: readonly Pick<Entry, 'side' | 'amountGel'>[],
): readonly Money[] => {
  let balance = openingBalance;
  return entries.map(({ side, amountGel }) => {
    const amount = Money.of(amountGel);
    balance = side === 'debit' ? balance.plus(amount) : balance.minus(amount);
    return balance;
  });
};
