import { invariant, Money } from '@accounting/kernel';
import { postingObstacle } from './account-usability';
import type { LedgerReference } from './ledger-reference';
import { errors } from './transaction/errors';
import type { Entry, TransactionContent } from './transaction/events';
import { ViolationList } from './violation-list';

/**
 * Throws unless every account of finished content takes its entry today. That the content balances
 * was decided when it was made and is only asserted.
 */
export const requirePostable = (content: TransactionContent, ledger: LedgerReference): void => {
  requireBalanced(content.entries);
  const violations = new ViolationList();
  for (const [index, entry] of content.entries.entries()) {
    const field = `entries[${index}].accountId`;
    const account = ledger.accountById(entry.accountId);
    const obstacle =
      account === undefined
        ? {
            error: errors.accountUnknown,
            message: `The company has no account ${entry.accountCode}.`,
          }
        : postingObstacle(account, entry.currency);
    if (obstacle !== undefined) violations.add(field, obstacle.error, obstacle.message);
  }
  violations.throwIfAny(errors.referencesInvalid);
};

/** Asserts what is true of everything that is ever posted. */
const requireBalanced = (entries: readonly Entry[]): void => {
  const debits = sumGel(entries, 'debit');
  invariant(debits.equals(sumGel(entries, 'credit')), 'what is posted balances in GEL');
};

/**
 * Whether the journal can hold every amount, and the transaction their total: what adds up many
 * postings may be larger than any of them could be.
 */
export const areWithinLimits = (entries: readonly Entry[]): boolean =>
  sumGel(entries, 'debit').isWithinLimit() &&
  entries.every(({ amount, currency }) => Money.of(amount, currency).isWithinLimit());

export const sumGel = (entries: readonly Entry[], side: 'debit' | 'credit'): Money =>
  Money.sum(
    entries.filter((entry) => entry.side === side).map(({ amountGel }) => Money.of(amountGel)),
  );
