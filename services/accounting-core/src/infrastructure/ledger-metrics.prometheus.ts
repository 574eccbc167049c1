import { Counter, Histogram, type Registry } from 'prom-client';
import type { LedgerMetrics } from '../application/ports';
import type { TransactionEvent } from '../domain/transaction/events';

/** The status a transaction has after an event, as operators count it. */
const statusAfter: Readonly<Record<TransactionEvent['type'], string>> = {
  TransactionDrafted: 'draft',
  TransactionRevised: 'revised',
  TransactionApproved: 'approved',
  TransactionRejected: 'rejected',
  TransactionPosted: 'posted',
  TransactionReversed: 'reversed',
};

const isTransactionEvent = (event: {
  readonly type: string;
  readonly data: unknown;
}): event is TransactionEvent => event.type in statusAfter;

/** Business figures of the ledger under the names that dashboards rely on. */
export const createLedgerMetrics = (registry: Registry): LedgerMetrics => {
  const transactions = new Counter({
    name: 'accounting_transactions_total',
    help: 'Transactions that reached a status; the type is named where content is recorded.',
    labelNames: ['status', 'transaction_type'],
    registers: [registry],
  });
  const amounts = new Histogram({
    name: 'accounting_transaction_amount_gel',
    help: 'Size of posted transactions in GEL, for orientation: its sum is no balance.',
    buckets: [10, 50, 100, 500, 1000, 5000, 10_000, 50_000],
    registers: [registry],
  });
  return {
    recorded: (events) => {
      for (const event of events) {
        if (!isTransactionEvent(event)) continue;
        transactions.inc({
          status: statusAfter[event.type],
          // An approval, a rejection or a reversal records no content, so no type is claimed.
          ...('transactionType' in event.data && { transaction_type: event.data.transactionType }),
        });
        // An amount becomes a float here, to choose a bucket; the exact one is in the journal.
        if (event.type === 'TransactionPosted') amounts.observe(Number(event.data.totalGel));
      }
    },
  };
};
