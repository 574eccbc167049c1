import type { Page, PageRequest, Transaction } from '@accounting/database';
import type { AccountingDate, AccountingMonth, CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { RequestContext } from '@accounting/service-host';
import type { LedgerTransaction } from '../domain/vat-ledger/ledger-transaction';
import type { BaseOrigin, InputColumn } from '../domain/vat-ledger/vat-entry';
import type { LineSum } from '../domain/vat-return/compute-return';
import type { GeneratedFigures, SubmissionChannel } from '../domain/vat-return/events';

/**
 * Keeps what posted transactions of one company mean for VAT, in the transaction given. Recording
 * one again replaces what it meant before.
 */
export type RecordLedgerTransactions = (
  transaction: Transaction,
  companyId: CompanyId,
  posted: readonly LedgerTransaction[],
) => Promise<void>;

/** One entry behind a line of a return; amounts are decimal text in GEL. */
export interface VatEntryView {
  readonly transactionId: Uuid;
  readonly entryNumber: number;
  readonly accountingDate: AccountingDate;
  readonly line: string;
  readonly inputColumn?: InputColumn;
  readonly base: string;
  readonly vat: string;
  readonly baseOrigin: BaseOrigin;
  readonly counterpartyTin?: string;
  readonly documentReference?: string;
  readonly description: string;
}

/** What the entries of a month add up to, and a seal on exactly these entries. */
export interface VatMonth {
  readonly sums: readonly LineSum[];
  /** SHA-256, hexadecimal, of all entries of the month. */
  readonly entriesDigest: string;
}

/** The entries of the VAT ledger, from the ledger's facts. */
export interface VatEntries {
  month(companyId: CompanyId, period: AccountingMonth): Promise<VatMonth>;
  /** The entries behind one line, or of the whole month where none is named. */
  list(
    companyId: CompanyId,
    wanted: {
      readonly period: AccountingMonth;
      readonly line?: string | undefined;
      /** Those behind a submitted version, instead of those of today. */
      readonly version?: number | undefined;
    },
    page: PageRequest,
  ): Promise<Page<VatEntryView>>;
  /**
   * Keeps the entries of a month as those behind a version, in the transaction that records its
   * submission. Answers the digest of what it kept.
   */
  keepAsSubmitted(
    transaction: Transaction,
    companyId: CompanyId,
    submitted: { readonly period: AccountingMonth; readonly version: number },
  ): Promise<string>;
}

/** A version of a return, as readers see it. */
export interface VatReturnVersion {
  readonly period: AccountingMonth;
  readonly version: number;
  readonly kind: 'original' | 'amended';
  readonly form: string;
  readonly ruleSet: string;
  readonly dueOn: AccountingDate;
  readonly figures: GeneratedFigures;
  readonly entriesDigest: string;
  readonly generatedBy: string;
  readonly generatedAt: Instant;
  readonly submission?: {
    readonly submittedOn: AccountingDate;
    readonly channel: SubmissionChannel;
    readonly receiptNumber: string;
    readonly submittedBy: string;
    readonly submittedAt: Instant;
  };
}

/** The versions of returns. */
export interface VatReturnVersions {
  /** All of a month, the first one first. */
  ofPeriod(companyId: CompanyId, period: AccountingMonth): Promise<readonly VatReturnVersion[]>;
}

/** The Revenue Service's receipt for a return. */
export interface SubmissionReceipt {
  readonly receiptNumber: string;
  /** The day on which it was received. */
  readonly submittedOn: AccountingDate;
}

/** The way to the Revenue Service, which the integration service has. */
export interface ReturnSubmissions {
  /** Hands a version in. Handing the same one in again gives the same receipt. */
  submit(context: RequestContext, version: VatReturnVersion): Promise<SubmissionReceipt>;
}
