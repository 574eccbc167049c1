import { ExchangeRate, invariant, Money } from '@accounting/kernel';
import { isProfitOrLoss } from './account-hierarchy';
import { isEmptyPosition, positionOf, type AccountTotals, type Position } from './account-totals';
import { impliedRate } from './implied-rate';
import { ledgerEntry } from './ledger-entry';
import type { LedgerReference, ReferenceAccount } from './ledger-reference';
import type { Entry } from './transaction/events';

/** What an income or expense account holds in one currency. */
export interface ResultPosition extends Position {
  readonly account: ReferenceAccount;
}

/** The income and expense balances that are not zero, in order of codes and currencies. */
export const resultPositions = (
  totals: Iterable<AccountTotals>,
  ledger: LedgerReference,
): ResultPosition[] => {
  const positions: ResultPosition[] = [];
  for (const row of totals) {
    const account = ledger.accountById(row.accountId);
    invariant(account !== undefined, 'a balance belongs to an account');
    const position = positionOf(row);
    if (!isProfitOrLoss(account.type) || isEmptyPosition(position)) continue;
    positions.push({ account, ...position });
  }
  return positions.sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
};

const sortKey = ({ account, amount }: ResultPosition): string =>
  `${account.code} ${amount.currency}`;

const tetri = Money.ofMinorUnits(1n);

/**
 * The entries that bring a balance to zero, in its currency and in GEL. One is enough where both
 * are on the same side, or nothing is left of the foreign amount. Otherwise (100 USD in debit that
 * are worth 5 GEL in credit, after entries at different rates) no single entry does it, because an
 * entry has one side and a value: the amount is closed at a tetri, and a second entry, of value
 * alone, closes the rest.
 */
export const entriesToZero = ({ account, amount, amountGel }: ResultPosition): Entry[] => {
  const nothing = Money.zero(amount.currency);
  if (amount.isZero()) return [closing(account, nothing, amountGel)];
  if (amount.isPositive() ? amountGel.isPositive() : amountGel.isNegative()) {
    return [closing(account, amount, amountGel)];
  }
  const value = amount.isPositive() ? tetri : tetri.negated();
  return [closing(account, amount, value), closing(account, nothing, amountGel.minus(value))];
};

/** Takes back an amount and a value that stand on the side of the value. */
const closing = (account: ReferenceAccount, amount: Money, amountGel: Money): Entry =>
  ledgerEntry(account, amountGel.isPositive() ? 'credit' : 'debit', {
    amount: amount.absolute(),
    amountGel: amountGel.absolute(),
    // Where the two amounts imply no rate that can be written, none is meant.
    rate: impliedRate(amount.absolute(), amountGel.absolute()) ?? ExchangeRate.one,
  });
