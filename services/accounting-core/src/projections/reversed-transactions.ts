import { rowWriter, type Transaction } from '@accounting/database';
import type { InlineProjection } from '@accounting/event-store';
import { eventsOf } from './ledger-events';

const writer = rowWriter({
  table: 'ledger.transactions',
  key: ['company_id', 'transaction_id'],
  columns: ['version', 'status', 'reversed_by'],
});

/** The link from a transaction to the one that reverses it; its posting has the way back. */
export const reversedTransactions: InlineProjection<Transaction> = async (transaction, events) => {
  await writer.change(
    transaction,
    eventsOf(events, ['TransactionReversed']).map(({ companyId, streamVersion, data }) => ({
      company_id: companyId,
      transaction_id: data.transactionId,
      version: streamVersion,
      status: 'reversed',
      reversed_by: data.reversalTransactionId,
    })),
  );
};
