import type { AccountingDate, CompanyId, Currency } from '@accounting/kernel';
import type { AccountId } from '../domain/account/account-id';
import type { Entry } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';
import type { Page, PageRequest, Sort } from './ports';

/** One entry in an account's running ledger. */
export interface LedgerEntry extends Entry {
  readonly transactionId: TransactionId;
  readonly entryNumber: number;
  readonly transactionDate: AccountingDate;
  readonly transactionDescription: string;
  /** Balance of the account in GEL after this entry, decimal text. */
  readonly balanceGel: string;
  /** The same in the currency of the query; absent when it names none. */
  readonly balance?: string;
}

/** Balances around what is on the page, decimal text: in GEL, and in the currency of the query. */
export interface LedgerPage extends Page<LedgerEntry> {
  /** Before the earliest item. */
  readonly openingBalanceGel: string;
  /** After the latest item. */
  readonly closingBalanceGel: string;
  readonly openingBalance?: string;
  readonly closingBalance?: string;
}

export interface LedgerQuery {
  readonly accountId: AccountId;
  readonly from?: AccountingDate | undefined;
  readonly to?: AccountingDate | undefined;
  readonly currency?: Currency | undefined;
  readonly sort: Sort<'transaction_date'>;
}

export interface AccountLedgers {
  /**
   * Entries by accounting date, then by transaction and entry number; all backwards with `-`. Its
   * balances are debits less credits, whatever the account.
   */
  page(companyId: CompanyId, query: LedgerQuery, page: PageRequest): Promise<LedgerPage>;
}
