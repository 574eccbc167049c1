import { Currency, Money, reject } from '@accounting/kernel';
import { findLedgerAccount } from './ledger-account';
import { gelEntry } from './ledger-entry';
import type { LedgerReference } from './ledger-reference';
import { errors } from './transaction/errors';
import type { Entry } from './transaction/events';

/**
 * Converting each entry by itself leaves the sums some tetri apart. What is more than 0.05 GEL is a
 * mistake, or an exchange difference that the accountant has to book.
 */
const conversionDifferenceMax = Money.of('0.05');

interface Sides {
  debit: Money;
  credit: Money;
}

const emptySides = (currency: Currency): Sides => ({
  debit: Money.zero(currency),
  credit: Money.zero(currency),
});

/** Adds up the two sides of a transaction and says whether it balances. */
export class EntryTally {
  private readonly gel = emptySides(Currency.GEL);
  /** Sums in the one foreign currency of all entries so far; absent when there is none such. */
  private foreign: Sides | undefined;
  private hasForeign = false;
  private count = 0;

  add(side: 'debit' | 'credit', amount: Money, amountGel: Money): void {
    this.gel[side] = this.gel[side].plus(amountGel);
    this.count += 1;
    if (amount.currency !== Currency.GEL) this.hasForeign = true;
    if (!this.hasForeign) return;
    if (this.count === 1) this.foreign = emptySides(amount.currency);
    if (this.foreign?.debit.currency === amount.currency) {
      this.foreign[side] = this.foreign[side].plus(amount);
    } else {
      this.foreign = undefined;
    }
  }

  /** Sum of the debits, which equals the sum of the credits after `requireBalance`. */
  totalGel(): string {
    return this.gel.debit.toString();
  }

  /**
   * Throws unless the sides are equal: in their currency when it is one foreign currency, and in
   * GEL. A small difference that conversion left is returned as the entry that settles it.
   */
  requireBalance(ledger: LedgerReference): Entry | undefined {
    if (this.foreign !== undefined) requireEqual(this.foreign);
    const { debit, credit } = this.gel;
    if (!debit.isWithinLimit() || !credit.isWithinLimit())
      throw reject(errors.amountTooLarge, { field: 'entries' });
    const difference = debit.minus(credit);
    if (difference.isZero()) return undefined;
    if (!this.isConversionDifference(difference.absolute())) throw unbalanced(this.gel);
    const side = difference.isPositive() ? 'credit' : 'debit';
    this.gel[side] = this.gel[side].plus(difference.absolute());
    return conversionDifference(ledger, side, difference.absolute());
  }

  /** Two sides must be there: a few tetri on one side alone are no rounding. */
  private isConversionDifference(difference: Money): boolean {
    const { debit, credit } = this.gel;
    const hasTwoSides = debit.isPositive() && credit.isPositive();
    return this.hasForeign && hasTwoSides && difference.compare(conversionDifferenceMax) <= 0;
  }
}

const requireEqual = (sides: Sides): void => {
  if (!sides.debit.equals(sides.credit)) throw unbalanced(sides);
};

const unbalanced = ({ debit, credit }: Sides): Error => {
  const difference = debit.minus(credit).absolute();
  const { currency } = debit;
  return reject(
    errors.unbalanced,
    {
      field: 'entries',
      currency,
      debits: debit.toString(),
      credits: credit.toString(),
      difference: difference.toString(),
    },
    `Debits of ${debit.toString()} ${currency} and credits of ${credit.toString()} ${currency} ` +
      `differ by ${difference.toString()}.`,
  );
};

const conversionDifference = (
  ledger: LedgerReference,
  side: 'debit' | 'credit',
  amount: Money,
): Entry => {
  const account = findLedgerAccount(ledger, 'conversionDifference');
  if (account === undefined) {
    throw reject(errors.conversionAccountMissing, { difference: amount.toString() });
  }
  return { ...gelEntry(account, side, amount), isConversionDifference: true };
};
