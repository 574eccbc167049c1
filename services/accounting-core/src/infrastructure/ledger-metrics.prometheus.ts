import { groupBy } from '@accounting/kernel';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { LedgerMetrics } from '../application/ports';
import type { TransactionEvent, TransactionType } from '../domain/transaction/events';

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

/** An approval, a rejection or a reversal records no content, so no type is claimed. */
const transactionTypeOf = ({ data }: TransactionEvent): TransactionType | undefined =>
  'transactionType' in data ? data.transactionType : undefined;

const labelsOf = (event: TransactionEvent): Record<string, string> => {
  const transactionType = transactionTypeOf(event);
  return {
    status: statusAfter[event.type],
    ...(transactionType !== undefined && { transaction_type: transactionType }),
  };
};

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
      const ours = events.filter(isTransactionEvent);
      // An import records thousands that are counted alike, and counting one costs a microsecond.
      const counted = groupBy(ours, (event) => `${event.type} ${transactionTypeOf(event) ?? ''}`);
      for (const [event, ...others] of counted.values()) {
        if (event !== undefined) transactions.inc(labelsOf(event), 1 + others.length);
      }
      for (const { type, data } of ours) {
        // An amount becomes a float here, to choose a bucket; the exact one is in the journal.
        if (type === 'TransactionPosted') amounts.observe(Number(data.totalGel));
      }
    },
  };
};
