import type { AccountingDate, Money, Uuid } from '@accounting/kernel';

/** Elements of financial statements, as the ledger publishes them. */
export type AccountElement = 'asset' | 'liability' | 'equity' | 'income' | 'expense';

/** One side of a posted transaction, in GEL. */
export interface LedgerEntry {
  readonly accountCode: string;
  /** Contra accounts count as the element that they reduce. */
  readonly element: AccountElement;
  readonly side: 'debit' | 'credit';
  /** Not negative. */
  readonly amount: Money;
  readonly counterpartyTin?: string;
}

/** Why a transaction exists; only what is standard is a business operation of the day. */
export type LedgerTransactionType =
  'standard' | 'opening_balance' | 'reversal' | 'revaluation' | 'year_end_closing';

/** A posted transaction as the tax service sees it. */
export interface LedgerTransaction {
  readonly transactionId: Uuid;
  readonly date: AccountingDate;
  readonly type: LedgerTransactionType;
  /** The transaction that this one takes back. */
  readonly reversalOf?: Uuid;
  readonly description: string;
  readonly documentReference?: string;
  readonly entries: readonly LedgerEntry[];
}
