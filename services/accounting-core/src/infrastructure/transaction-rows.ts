import type { AccountingDate, Instant } from '@accounting/kernel';
import type { TransactionStatus, TransactionSummary } from '../application/ports';
import type { TransactionType } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';

export interface TransactionRow {
  readonly transaction_id: TransactionId;
  readonly status: TransactionStatus;
  readonly transaction_type: TransactionType;
  readonly transaction_date: AccountingDate;
  readonly description: string;
  readonly document_reference: string | null;
  readonly total_gel: string;
  readonly entry_count: number;
  readonly version: number;
  readonly created_by: string;
  readonly created_at: Instant;
  readonly last_edited_by: string | null;
  readonly last_edited_at: Instant | null;
  readonly approved_by: string | null;
  readonly approved_at: Instant | null;
  readonly posted_by: string | null;
  readonly posted_at: Instant | null;
  readonly rejected_by: string | null;
  readonly rejected_at: Instant | null;
  readonly rejection_reason: string | null;
  readonly reversal_of: TransactionId | null;
  readonly reversed_by: TransactionId | null;
  readonly import_batch_id: string | null;
}

export const transactionColumns = `transaction_id, status, transaction_type, transaction_date,
  description, document_reference, total_gel, entry_count, version, created_by, created_at,
  last_edited_by, last_edited_at, approved_by, approved_at, posted_by, posted_at, rejected_by,
  rejected_at, rejection_reason, reversal_of, reversed_by, import_batch_id`;

export const toSummary = (row: TransactionRow): TransactionSummary => ({
  transactionId: row.transaction_id,
  status: row.status,
  transactionType: row.transaction_type,
  transactionDate: row.transaction_date,
  description: row.description,
  documentReference: row.document_reference,
  totalGel: row.total_gel,
  entryCount: row.entry_count,
  version: row.version,
  createdBy: row.created_by,
  createdAt: row.created_at,
  lastEditedBy: row.last_edited_by,
  lastEditedAt: row.last_edited_at,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  postedBy: row.posted_by,
  postedAt: row.posted_at,
  rejectedBy: row.rejected_by,
  rejectedAt: row.rejected_at,
  rejectionReason: row.rejection_reason,
  reversalOf: row.reversal_of,
  reversedBy: row.reversed_by,
  importBatchId: row.import_batch_id,
});
