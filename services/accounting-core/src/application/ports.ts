import type { Page, PageRequest, Sort } from '@accounting/database';
import type {
  AccountingDate,
  AccountingMonth,
  CompanyId,
  Currency,
  Instant,
} from '@accounting/kernel';
import type { AccountTotals } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import type { AccountDetails, AccountType } from '../domain/account/events';
import type { FiscalPeriodStatus } from '../domain/fiscal-period/events';
import type { LedgerReference } from '../domain/ledger-reference';
import type { FourEyesPolicy, LedgerAccounts } from '../domain/ledger-settings/events';
import type { Entry, TransactionType } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';

export type { Page, PageRequest, Sort };

/** A company's accounts, periods and settings, in memory at one version of the ledger marker. */
export interface LedgerReferences {
  /**
   * The cached reference when there is one, else the current one. May be behind; the commit
   * notices.
   */
  load(companyId: CompanyId): Promise<LedgerReference>;
  /** What was current at some moment during the call: for answers that no commit will judge. */
  loadCurrent(companyId: CompanyId): Promise<LedgerReference>;
  /** Forgets what is cached, because a commit found it stale or changed it. */
  invalidate(companyId: CompanyId): void;
}

/** The monthly partitions of the journal. */
export interface JournalPartitions {
  /** Resolves when each month can take entries. Costs nothing for months already known. */
  ensure(months: Iterable<AccountingMonth>): Promise<void>;
}

export interface AccountView extends AccountDetails {
  readonly accountId: AccountId;
  readonly code: string;
  readonly isActive: boolean;
  readonly version: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface AccountFilter {
  readonly type?: AccountType | undefined;
  readonly parentAccountId?: AccountId | undefined;
  readonly isActive?: boolean | undefined;
  readonly isPostable?: boolean | undefined;
  /** Beginning of the code. */
  readonly codePrefix?: string | undefined;
  /** Part of the Georgian or English name, or of the code; case-insensitive. */
  readonly search?: string | undefined;
  readonly sort: Sort<'code' | 'name_georgian' | 'name_english'>;
}

export interface AccountNames {
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
}

export interface Accounts {
  find(companyId: CompanyId, accountId: AccountId): Promise<AccountView | undefined>;
  /** The names of every account of the company. */
  names(companyId: CompanyId): Promise<ReadonlyMap<AccountId, AccountNames>>;
  list(companyId: CompanyId, filter: AccountFilter, page: PageRequest): Promise<Page<AccountView>>;
}

export type TransactionStatus = 'draft' | 'approved' | 'posted' | 'reversed' | 'rejected';

export interface TransactionSummary {
  readonly transactionId: TransactionId;
  readonly status: TransactionStatus;
  readonly transactionType: TransactionType;
  readonly transactionDate: AccountingDate;
  readonly description: string;
  readonly documentReference: string | null;
  readonly totalGel: string;
  readonly entryCount: number;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Instant;
  /** Who replaced the content last, and when; `null` when it is as it was created. */
  readonly lastEditedBy: string | null;
  readonly lastEditedAt: Instant | null;
  readonly approvedBy: string | null;
  readonly approvedAt: Instant | null;
  readonly postedBy: string | null;
  readonly postedAt: Instant | null;
  readonly rejectedBy: string | null;
  readonly rejectedAt: Instant | null;
  readonly rejectionReason: string | null;
  readonly reversalOf: TransactionId | null;
  readonly reversedBy: TransactionId | null;
  readonly importBatchId: string | null;
}

export interface TransactionView extends TransactionSummary {
  readonly entries: readonly Entry[];
}

export interface TransactionFilter {
  readonly status?: TransactionStatus | undefined;
  readonly transactionType?: TransactionType | undefined;
  readonly from?: AccountingDate | undefined;
  readonly to?: AccountingDate | undefined;
  readonly accountId?: AccountId | undefined;
  readonly counterpartyTin?: string | undefined;
  /** Of the transaction or of any of its entries. */
  readonly documentReference?: string | undefined;
  /** Part of the description, case-insensitive. */
  readonly search?: string | undefined;
  /** Decimal text in GEL, inclusive. */
  readonly totalFrom?: string | undefined;
  readonly totalTo?: string | undefined;
  readonly importBatchId?: string | undefined;
  readonly sort: Sort<'transaction_date' | 'created'>;
}

export interface Transactions {
  find(companyId: CompanyId, transactionId: TransactionId): Promise<TransactionView | undefined>;
  list(
    companyId: CompanyId,
    filter: TransactionFilter,
    page: PageRequest,
  ): Promise<Page<TransactionSummary>>;
}

export type DimensionType = 'counterparty_tin' | 'project' | 'cost_centre' | 'document_reference';

export interface DimensionTotals extends AccountTotals {
  readonly dimensionType: DimensionType;
  readonly dimensionValue: string;
}

export interface DimensionQuery {
  readonly dimensionType: DimensionType;
  readonly dimensionValue?: string | undefined;
  readonly accountId?: AccountId | undefined;
  /** Only what is posted from this day on; everything since the books began when absent. */
  readonly from?: AccountingDate | undefined;
  readonly asOf?: AccountingDate | undefined;
  readonly sort: Sort<'dimension_value'>;
}

/**
 * Whether year-end closings count, with the reversals of those that were reopened: all of them up
 * to the last day, or those within a range. They count unless excluded.
 */
export type ClosingEntries = 'include' | 'exclude';

/**
 * Sums of everything posted with an accounting date up to and including `asOf`; all when absent.
 */
export interface Balances {
  ofAllAccounts(
    companyId: CompanyId,
    asOf: AccountingDate | undefined,
    closingEntries?: ClosingEntries,
  ): Promise<readonly AccountTotals[]>;
  /** Sums before `from` and up to and including `to`, both at the same moment. */
  atBothEnds(
    companyId: CompanyId,
    range: {
      readonly from: AccountingDate;
      readonly to: AccountingDate;
      readonly closingEntries?: ClosingEntries | undefined;
    },
  ): Promise<{
    readonly opening: readonly AccountTotals[];
    readonly closing: readonly AccountTotals[];
  }>;
  /** One row per currency of the accounts named. */
  ofAccounts(
    companyId: CompanyId,
    accountIds: readonly AccountId[],
    asOf: AccountingDate | undefined,
    closingEntries?: ClosingEntries,
  ): Promise<readonly AccountTotals[]>;
  ofDimension(
    companyId: CompanyId,
    query: DimensionQuery,
    page: PageRequest,
  ): Promise<Page<DimensionTotals>>;
}

export interface FiscalPeriodView {
  readonly period: AccountingMonth;
  readonly status: FiscalPeriodStatus;
  /** 0 for a month that was never closed. */
  readonly version: number;
  readonly changedBy: string | null;
  readonly changedAt: Instant | null;
  readonly reason: string | null;
}

export interface FiscalYearView {
  readonly year: number;
  readonly status: 'open' | 'closed';
  readonly version: number;
  readonly closingTransactionId: TransactionId | null;
  readonly profitGel: string | null;
  readonly changedBy: string | null;
  readonly changedAt: Instant | null;
  readonly reason: string | null;
}

export interface FiscalPeriods {
  /** The months of a year, January first; months that nobody touched are open. */
  ofYear(companyId: CompanyId, year: number): Promise<readonly FiscalPeriodView[]>;
  find(companyId: CompanyId, period: AccountingMonth): Promise<FiscalPeriodView>;
  findYear(companyId: CompanyId, year: number): Promise<FiscalYearView>;
  /** Years with postings or closings, earliest first. */
  years(companyId: CompanyId): Promise<readonly number[]>;
}

export interface ExchangeRateView {
  readonly currency: Currency;
  readonly date: AccountingDate;
  readonly rate: string;
  readonly source: string;
  readonly version: number;
  readonly recordedBy: string;
  readonly recordedAt: Instant;
}

export interface ExchangeRateFilter {
  readonly currency?: Currency | undefined;
  readonly source?: string | undefined;
  readonly from?: AccountingDate | undefined;
  readonly to?: AccountingDate | undefined;
  readonly sort: Sort<'currency' | 'date'>;
}

export interface ExchangeRates {
  /** The rate of the day, or of the latest earlier day (Tax Code of Georgia, article 73(10)). */
  findOnOrBefore(
    companyId: CompanyId,
    currency: Currency,
    date: AccountingDate,
  ): Promise<ExchangeRateView | undefined>;
  list(
    companyId: CompanyId,
    filter: ExchangeRateFilter,
    page: PageRequest,
  ): Promise<Page<ExchangeRateView>>;
}

export interface LedgerSettingsView {
  readonly accounts: LedgerAccounts;
  readonly fourEyes: FourEyesPolicy;
  readonly version: number;
}

export interface LedgerSettingsReader {
  find(companyId: CompanyId): Promise<LedgerSettingsView | undefined>;
}

/** Business figures for operators; never a source of amounts. */
export interface LedgerMetrics {
  recorded(events: readonly { readonly type: string; readonly data: unknown }[]): void;
}
