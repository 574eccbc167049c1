import type { Readable } from 'node:stream';
import type { Connection, Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import type { CompanyId, Instant } from '@accounting/kernel';
import type { TransactionContent } from '../domain/transaction/events';
import type { Page, PageRequest, Sort } from './ports';

/** What becomes of good rows when others are bad. */
export type ImportMode = 'all_or_nothing' | 'skip_bad_rows';
export type ImportFormat = 'ndjson' | 'csv';

/**
 * `receiving`: rows are read; a batch left here is continued by sending the same file again.
 * `applying`: every row was found good and is being posted; this always runs to its end, after a
 * crash too, and accounts, periods and settings cannot change meanwhile.
 * `completed`: everything that will be posted is posted. `failed`: nothing more will be posted;
 * nothing was, except when bad rows are skipped and a file could not be read to its end.
 */
export type ImportStatus = 'receiving' | 'applying' | 'completed' | 'failed';

/** Why one row was not posted. */
export interface ImportRowError {
  /**
   * Line of the file, the first is 1; for CSV the line where the transaction begins, or the
   * one of its lines that is to be mended.
   */
  readonly line: number;
  /** Place within the row, for example `entries[0].debit`; empty for the row as a whole. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/**
 * How far a batch has come. Counts are of transactions. While a file is posted at once, `received`
 * runs ahead of `lastLine`, and begins again when that is given up.
 */
export interface ImportProgress {
  /**
   * Every line up to and including this one is checked and, when bad rows are skipped, posted,
   * durably. It never goes back.
   */
  readonly lastLine: number;
  /** SHA-256 chain over the chunks up to `lastLine`; a resumed file must give the same. */
  readonly contentHash: string;
  readonly received: number;
  readonly posted: number;
  readonly rejected: number;
}

export interface ImportBatch extends ImportProgress {
  readonly batchId: string;
  readonly mode: ImportMode;
  readonly format: ImportFormat;
  readonly status: ImportStatus;
  readonly requestedBy: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** The first 1,000; `rejected` counts all. */
  readonly errors: readonly ImportRowError[];
}

/** A step of a batch, from where it stood to where it then stands. */
export interface ImportStep {
  readonly from: Pick<ImportBatch, 'status' | 'lastLine' | 'posted'>;
  readonly to: ImportProgress;
  /** Found on the way. */
  readonly errors: readonly ImportRowError[];
}

export interface ImportStart {
  readonly batchId: string;
  readonly mode: ImportMode;
  readonly format: ImportFormat;
  readonly requestedBy: string;
  readonly now: Instant;
}

export interface ImportFilter {
  readonly status?: ImportStatus | undefined;
  readonly sort: Sort<'started'>;
}

export interface ImportBatches {
  /** Begins the batch, or finds it as it stands when it was begun before. */
  begin(companyId: CompanyId, start: ImportStart): Promise<ImportBatch>;
  find(companyId: CompanyId, batchId: string): Promise<ImportBatch | undefined>;
  list(companyId: CompanyId, filter: ImportFilter, page: PageRequest): Promise<Page<ImportBatch>>;
  /**
   * Writes progress and new errors in the transaction that posts or stages the rows they are about.
   * Rejects as `import_batch_busy` unless the batch stands where the step begins: of two requests
   * with the same batch one goes on, and neither counts or skips what the other did.
   */
  recordProgress(
    transaction: Transaction,
    companyId: CompanyId,
    batchId: string,
    step: ImportStep,
  ): Promise<void>;
  /**
   * Keeps others from posting the batch until the transaction ends. Rejects as `import_batch_busy`
   * when somebody else does so.
   */
  claim(transaction: Transaction, companyId: CompanyId, batchId: string): Promise<void>;
  /** Lets others see how many rows were read before any line is dealt with durably. */
  showReceived(companyId: CompanyId, batchId: string, received: number): Promise<void>;
  /** Rejects in the same way unless the batch has the status `from`. */
  setStatus(
    transaction: Transaction,
    companyId: CompanyId,
    batchId: string,
    change: { readonly from: ImportStatus; readonly status: ImportStatus; readonly at: Instant },
  ): Promise<void>;
  /** Batches in `applying`, of all companies, for the job that finishes them after a crash. */
  findApplying(): Promise<readonly { readonly companyId: CompanyId; readonly batchId: string }[]>;
}

/** What follows from the postings of a file that is posted at once, part by part. */
export interface PostingInParts {
  /** Writes transactions and journal of a part, no balances: they would be locked to the end. */
  readonly writeJournal: InlineProjection<Transaction>;
  /**
   * Adds to the balances what the transaction has written to the journal for the batch that began
   * at an instant; as the last thing before the commit. Rejects unless it finds so many entries.
   */
  addToBalances(
    transaction: Transaction,
    companyId: CompanyId,
    written: { readonly batchStartedAt: Instant; readonly entries: number },
  ): Promise<void>;
}

/** Rows that were checked together, in line order. */
export interface StagedChunk {
  readonly lastLine: number;
  /** Of the reference data they were checked against. */
  readonly ledgerVersion: number;
  readonly contents: readonly TransactionContent[];
}

/** As it was kept. */
export interface KeptChunk extends StagedChunk {
  readonly bytes: number;
}

/** Good rows of an all-or-nothing batch, waiting for the last row to be good too. */
export interface ImportStaging {
  add(
    transaction: Transaction,
    companyId: CompanyId,
    batchId: string,
    chunk: StagedChunk,
  ): Promise<void>;
  /** The first chunk behind a line, or the first there that another version was checked against. */
  next(
    connection: Connection,
    companyId: CompanyId,
    batchId: string,
    after: { readonly line: number; readonly exceptVersion?: number },
  ): Promise<KeptChunk | undefined>;
  /** Forgets the chunks up to a line, or all: those that are left are those to be posted. */
  discard(
    transaction: Transaction,
    companyId: CompanyId,
    batchId: string,
    lastLine?: number,
  ): Promise<void>;
}

/** A file that arrives as a stream, and is kept from its beginning on. */
export interface HeldFile {
  /**
   * Its bytes from the first on. While all that came of it is held, it may be called again when
   * whoever read before has stopped.
   */
  read(): AsyncIterable<Buffer>;
  /**
   * Waits so long for the rest of the file; true when all of it is held. Otherwise what comes is
   * not held any more, and the file can be read once.
   */
  holdsAll(waitMs: number): Promise<boolean>;
  /** Ends the stream if it has not ended, and forgets what is held. */
  close(): Promise<void>;
}

/** Holds a file of so many bytes at most. */
export type HoldFile = (stream: Readable, bytesMax: number) => HeldFile;
