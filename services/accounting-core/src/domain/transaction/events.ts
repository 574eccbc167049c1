import type { AccountingDate, Currency, TaxIdentificationNumber } from '@accounting/kernel';
import type { AccountId } from '../account/account-id';
import type { AccountType } from '../account/events';
import type { TransactionId } from './transaction-id';

/** Why a transaction exists; only `standard` and `opening_balance` come from people directly. */
export type TransactionType =
  'standard' | 'opening_balance' | 'reversal' | 'revaluation' | 'year_end_closing';

/** What an entry is about, besides its account. */
export interface Dimensions {
  readonly counterpartyTin?: TaxIdentificationNumber;
  readonly project?: string;
  readonly costCentre?: string;
  readonly documentReference?: string;
}

/**
 * One side of a transaction at one account. Exactly one of debit and credit is not zero in GEL.
 * `amount` is in the entry's currency, `amountGel` in GEL; both are decimal strings without a sign.
 * A revaluation entry has an amount of zero: it changes only the GEL value of a foreign balance.
 */
export interface Entry extends Dimensions {
  readonly accountId: AccountId;
  readonly accountCode: string;
  readonly accountType: AccountType;
  readonly side: 'debit' | 'credit';
  readonly amount: string;
  readonly currency: Currency;
  /** GEL for one unit of the currency; `1` for GEL. */
  readonly exchangeRate: string;
  readonly amountGel: string;
  readonly description?: string;
  /** True for the entry that the system added for a conversion difference. */
  readonly isConversionDifference?: true;
}

/** What a transaction says, whatever its status. */
export interface TransactionContent {
  readonly transactionId: TransactionId;
  readonly transactionDate: AccountingDate;
  readonly transactionType: TransactionType;
  readonly description: string;
  readonly documentReference?: string;
  readonly entries: readonly Entry[];
  /** Sum of the debits, which equals the sum of the credits, in GEL. */
  readonly totalGel: string;
}

export interface TransactionDrafted {
  readonly type: 'TransactionDrafted';
  readonly data: TransactionContent & { readonly createdBy: string };
}

/** The draft was replaced by a new version of itself. */
export interface TransactionRevised {
  readonly type: 'TransactionRevised';
  readonly data: TransactionContent & { readonly revisedBy: string };
}

export interface TransactionApproved {
  readonly type: 'TransactionApproved';
  readonly data: { readonly transactionId: TransactionId; readonly approvedBy: string };
}

export interface TransactionRejected {
  readonly type: 'TransactionRejected';
  readonly data: {
    readonly transactionId: TransactionId;
    readonly rejectedBy: string;
    readonly reason: string;
  };
}

/** Entered in the books. Carries everything its consumers need, and never changes. */
export interface TransactionPosted {
  readonly type: 'TransactionPosted';
  readonly data: TransactionContent & {
    readonly createdBy: string;
    /** Who wrote the content as it stands; absent when that is who created the transaction. */
    readonly lastEditedBy?: string;
    /** Absent when the poster may post without a second person. */
    readonly approvedBy?: string;
    readonly postedBy: string;
    /** The transaction that this one reverses. */
    readonly reversalOf?: TransactionId;
    /** The bulk import that brought it. */
    readonly importBatchId?: string;
  };
}

export interface TransactionReversed {
  readonly type: 'TransactionReversed';
  readonly data: {
    readonly transactionId: TransactionId;
    readonly reversedBy: string;
    readonly reversalTransactionId: TransactionId;
    readonly reversalDate: AccountingDate;
    readonly reason: string;
  };
}

export type TransactionEvent =
  | TransactionDrafted
  | TransactionRevised
  | TransactionApproved
  | TransactionRejected
  | TransactionPosted
  | TransactionReversed;
