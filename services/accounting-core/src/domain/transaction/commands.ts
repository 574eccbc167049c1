import type { AccountingDate, Command, Currency, ExchangeRate } from '@accounting/kernel';
import type { LedgerReference } from '../ledger-reference';
import type { TransactionContent } from './events';
import type { TransactionInput } from './input';
import type { TransactionId } from './transaction-id';

/** A recorded rate and the day it was set for. */
export interface KnownRate {
  readonly rate: ExchangeRate;
  readonly date: AccountingDate;
}

/**
 * The latest rates recorded on or before the transaction's date, for the currencies that
 * `currenciesWithoutRate` names. One that is not here is not known.
 */
export type KnownRates = ReadonlyMap<Currency, KnownRate>;

interface WithLedger {
  readonly ledger: LedgerReference;
}

interface WithRates extends WithLedger {
  readonly rates: KnownRates;
}

interface NewContent {
  readonly transactionId: TransactionId;
  readonly input: TransactionInput;
}

interface Subject {
  readonly transactionId: TransactionId;
}

export type DraftTransaction = Command<'DraftTransaction', NewContent> & WithRates;

/** Replaces the draft as a whole. */
export type ReviseTransaction = Command<'ReviseTransaction', NewContent> & WithRates;

export type ApproveTransaction = Command<'ApproveTransaction', Subject> & WithLedger;

export type RejectTransaction = Command<'RejectTransaction', Subject & { readonly reason: string }>;

/** Enters an approved transaction in the books. */
export type PostTransaction = Command<'PostTransaction', Subject> & WithLedger;

/** Creates and posts in one, for those who may post without a second person. */
export type PostNewTransaction = Command<
  'PostNewTransaction',
  NewContent & { readonly importBatchId?: string | undefined }
> &
  WithRates;

/** Posts what a process of the ledger has worked out: a revaluation. */
export type PostPreparedTransaction = Command<
  'PostPreparedTransaction',
  { readonly content: TransactionContent }
> &
  WithLedger;

/** Decides on the original; `reverseTransaction` gives its reversal too. */
export type ReverseTransaction = Command<
  'ReverseTransaction',
  Subject & {
    readonly reversalTransactionId: TransactionId;
    readonly reversalDate: string;
    readonly reason: string;
  }
> &
  WithLedger;

export type TransactionCommand =
  | DraftTransaction
  | ReviseTransaction
  | ApproveTransaction
  | RejectTransaction
  | PostTransaction
  | PostNewTransaction
  | PostPreparedTransaction
  | ReverseTransaction;
