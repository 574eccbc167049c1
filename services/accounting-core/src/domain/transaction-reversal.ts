import { reject, type AccountingDate, type ActorId, type Instant } from '@accounting/kernel';
import { isDateProblem, parseBookableDate } from './accounting-date-range';
import type { LedgerReference } from './ledger-reference';
import { requireOpenPeriod } from './posting-period';
import { isPrintableText, lengthMessage, textLengthMax } from './printable-text';
import type { ReverseTransaction } from './transaction/commands';
import { errors } from './transaction/errors';
import type {
  Entry,
  TransactionContent,
  TransactionPosted,
  TransactionReversed,
} from './transaction/events';
import type { Transaction } from './transaction/state';
import type { TransactionId } from './transaction/transaction-id';
import { bookableDateErrors } from './bookable-date-errors';
import { ViolationList } from './violation-list';

/** The two facts of a reversal; they are recorded together or not at all. */
export interface Reversal {
  /** For the stream of the original. */
  readonly reversed: TransactionReversed;
  /** For the stream of `reversalTransactionId`, which must be new. */
  readonly posted: TransactionPosted;
}

/**
 * Reverses a posted transaction, once. The reversal is dated as asked, in an open period, so that a
 * mistake in a closed month is corrected in a month that is still open (IAS 8 decides whether an
 * earlier year has to be restated). A reversal is itself not reversed: a chain of them hides what
 * is true; the original is posted anew instead.
 */
export const reverseTransaction = (
  { data, metadata, ledger }: ReverseTransaction,
  transaction: Transaction,
): Reversal => {
  const date = parseReversal(data, metadata.now);
  const { content } = requireReversible(transaction);
  if (date < content.transactionDate) {
    throw reject(errors.reversalBeforeOriginal, {
      field: 'reversalDate',
      reversalDate: date,
      originalDate: content.transactionDate,
    });
  }
  requireOpenPeriod(ledger, { date, field: 'reversalDate' });
  requireReturnable(content.entries, ledger);
  return reversalOf(content, {
    reversalTransactionId: data.reversalTransactionId,
    reversalDate: date,
    reason: data.reason,
    actorId: metadata.actorId,
  });
};

const parseReversal = (data: ReverseTransaction['data'], now: Instant): AccountingDate => {
  const violations = new ViolationList();
  const date = parseBookableDate(data.reversalDate, now);
  if (isDateProblem(date)) violations.add('reversalDate', bookableDateErrors[date]);
  if (!isPrintableText(data.reason, textLengthMax.reason)) {
    violations.add('reason', errors.textInvalid, lengthMessage(textLengthMax.reason));
  }
  violations.throwIfAny(errors.inputInvalid);
  return date as AccountingDate;
};

type Posted = Transaction & { status: 'posted' };

const requireReversible = (transaction: Transaction): Posted => {
  if (transaction.status === 'absent') throw reject(errors.notFound);
  if (transaction.status === 'reversed') {
    const { reversalTransactionId } = transaction;
    throw reject(errors.alreadyReversed, { reversalTransactionId });
  }
  if (transaction.status !== 'posted') {
    throw reject(errors.notPosted, { status: transaction.status });
  }
  const { transactionType } = transaction.content;
  if (transactionType === 'reversal') throw reject(errors.reversalIrreversible);
  if (transactionType === 'year_end_closing') throw reject(errors.closingIrreversible);
  return transaction;
};

/**
 * An account that was deactivated since, or restricted to another currency, held nothing then of
 * what it would get back now, and nobody could clear it again. Whether it still takes entries of
 * people does not matter: the reversal takes back what is there.
 */
export const requireReturnable = (entries: readonly Entry[], ledger: LedgerReference): void => {
  const violations = new ViolationList();
  for (const [index, { accountId, accountCode, currency }] of entries.entries()) {
    const account = ledger.accountById(accountId);
    if (account?.isActive !== true) {
      violations.add(
        `entries[${index}].accountId`,
        errors.accountInactive,
        `Account ${accountCode} is inactive; reactivate it before you reverse what it took.`,
      );
    } else if (account.currency !== null && account.currency !== currency) {
      violations.add(
        `entries[${index}].currency`,
        errors.accountCurrency,
        `Account ${accountCode} takes entries in ${account.currency} only; lift the restriction ` +
          `before you reverse what it took in ${currency}.`,
      );
    }
  }
  violations.throwIfAny(errors.referencesInvalid);
};

export interface ReversalTerms {
  readonly reversalTransactionId: TransactionId;
  readonly reversalDate: AccountingDate;
  readonly reason: string;
  readonly actorId: ActorId;
}

/** The facts of a reversal that somebody has decided may happen. */
export const reversalOf = (original: TransactionContent, terms: ReversalTerms): Reversal => {
  const { reversalTransactionId, reversalDate, reason, actorId } = terms;
  const { transactionId, documentReference, totalGel } = original;
  return {
    reversed: {
      type: 'TransactionReversed',
      data: {
        transactionId,
        reversedBy: actorId,
        reversalTransactionId,
        reversalDate,
        reason,
      },
    },
    posted: {
      type: 'TransactionPosted',
      data: {
        transactionId: reversalTransactionId,
        transactionDate: reversalDate,
        transactionType: 'reversal',
        description: reason,
        ...(documentReference === undefined ? {} : { documentReference }),
        entries: original.entries.map(swapSide),
        totalGel,
        createdBy: actorId,
        postedBy: actorId,
        reversalOf: transactionId,
      },
    },
  };
};

const swapSide = (entry: Entry): Entry => ({
  ...entry,
  side: entry.side === 'debit' ? 'credit' : 'debit',
});
