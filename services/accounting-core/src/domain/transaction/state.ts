import { exhaustive, invariant } from '@accounting/kernel';
import type { TransactionContent, TransactionEvent } from './events';
import type { TransactionId } from './transaction-id';

interface Written {
  readonly content: TransactionContent;
  readonly createdBy: string;
  /** Who wrote the content as it stands: the creator, or who revised it last. */
  readonly lastEditedBy: string;
}

export type Transaction =
  | { readonly status: 'absent' }
  | (Written & { readonly status: 'draft' })
  | (Written & { readonly status: 'approved'; readonly approvedBy: string })
  | (Written & { readonly status: 'rejected' })
  | (Written & { readonly status: 'posted' })
  | (Written & { readonly status: 'reversed'; readonly reversalTransactionId: TransactionId });

export type TransactionStatus = Transaction['status'];

export const initialState = (): Transaction => ({ status: 'absent' });

const written = (data: TransactionContent & { readonly createdBy: string }): Written => {
  const { transactionId, transactionDate, transactionType, description, entries, totalGel } = data;
  const content: TransactionContent = {
    transactionId,
    transactionDate,
    transactionType,
    description,
    ...(data.documentReference === undefined ? {} : { documentReference: data.documentReference }),
    entries,
    totalGel,
  };
  return { content, createdBy: data.createdBy, lastEditedBy: data.createdBy };
};

export const evolve = (transaction: Transaction, event: TransactionEvent): Transaction => {
  switch (event.type) {
    case 'TransactionDrafted':
      return { ...written(event.data), status: 'draft' };
    case 'TransactionPosted':
      return {
        ...written(event.data),
        lastEditedBy: event.data.lastEditedBy ?? event.data.createdBy,
        status: 'posted',
      };
    default:
      invariant(transaction.status !== 'absent', 'a transaction begins as a draft or posted');
      return continued(transaction, event);
  }
};

const continued = (
  transaction: Exclude<Transaction, { status: 'absent' }>,
  event: Exclude<TransactionEvent, { type: 'TransactionDrafted' | 'TransactionPosted' }>,
): Transaction => {
  const { content, createdBy, lastEditedBy } = transaction;
  const before = { content, createdBy, lastEditedBy };
  switch (event.type) {
    case 'TransactionRevised': {
      const { revisedBy } = event.data;
      const revised = written({ ...event.data, createdBy });
      return { ...revised, lastEditedBy: revisedBy, status: 'draft' };
    }
    case 'TransactionApproved':
      return { ...before, status: 'approved', approvedBy: event.data.approvedBy };
    case 'TransactionRejected':
      return { ...before, status: 'rejected' };
    case 'TransactionReversed':
      return {
        ...before,
        status: 'reversed',
        reversalTransactionId: event.data.reversalTransactionId,
      };
    default:
      return exhaustive(event);
  }
};
