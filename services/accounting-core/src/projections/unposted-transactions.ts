import { foldRows, rowWriter, type Row, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { exhaustive } from '@accounting/kernel';
import type { TransactionContent } from '../domain/transaction/events';
import { eventsOf, type Recorded } from './ledger-events';

type UnpostedFact = Recorded<
  'TransactionDrafted' | 'TransactionRevised' | 'TransactionApproved' | 'TransactionRejected'
>;

const writer = rowWriter({
  table: 'ledger.transactions',
  key: ['company_id', 'transaction_id'],
  columns: [
    'version',
    'status',
    'transaction_type',
    'transaction_date',
    'description',
    'document_reference',
    'total_gel',
    'entry_count',
    'created_by',
    'created_at',
    'last_edited_by',
    'last_edited_at',
    'approved_by',
    'approved_at',
    'rejected_by',
    'rejected_at',
    'rejection_reason',
    'draft_entries',
  ],
});

const contentColumns = (content: TransactionContent): Row => ({
  status: 'draft',
  transaction_type: content.transactionType,
  transaction_date: content.transactionDate,
  description: content.description,
  document_reference: content.documentReference ?? null,
  total_gel: content.totalGel,
  entry_count: content.entries.length,
  draft_entries: content.entries,
  approved_by: null,
  approved_at: null,
  rejected_by: null,
  rejected_at: null,
  rejection_reason: null,
});

const changedColumns = (event: UnpostedFact): Row => {
  switch (event.type) {
    case 'TransactionDrafted':
      return {
        ...contentColumns(event.data),
        created_by: event.data.createdBy,
        created_at: event.occurredAt,
      };
    case 'TransactionRevised':
      return {
        ...contentColumns(event.data),
        last_edited_by: event.data.revisedBy,
        last_edited_at: event.occurredAt,
      };
    case 'TransactionApproved':
      return {
        status: 'approved',
        approved_by: event.data.approvedBy,
        approved_at: event.occurredAt,
      };
    case 'TransactionRejected':
      return {
        status: 'rejected',
        rejected_by: event.data.rejectedBy,
        rejected_at: event.occurredAt,
        rejection_reason: event.data.reason,
      };
    default:
      return exhaustive(event);
  }
};

/**
 * Transactions until they are posted. A revision is a draft again: what was decided about the text
 * before it does not hold for the new one.
 */
export const unpostedTransactions: InlineProjection<Transaction> = async (transaction, events) => {
  const facts = eventsOf(events, [
    'TransactionDrafted',
    'TransactionRevised',
    'TransactionApproved',
    'TransactionRejected',
  ]);
  const rows = foldRows<UnpostedFact>(
    facts,
    (event) => `${event.companyId} ${event.data.transactionId}`,
    (event) => ({
      ...changedColumns(event),
      company_id: event.companyId,
      transaction_id: event.data.transactionId,
      version: event.streamVersion,
    }),
  );
  await writer.put(
    transaction,
    rows.filter((row) => 'created_by' in row),
  );
  await writer.change(
    transaction,
    rows.filter((row) => !('created_by' in row)),
  );
};
