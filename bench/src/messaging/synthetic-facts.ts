import { Instant, newUuid, type CompanyId } from '@accounting/kernel';
import type { OutgoingMessage } from '@accounting/messaging';

const accountIds = Array.from({ length: 50 }, () => newUuid());
const time = Instant.ofDate(new Date());

const entryOf = (accountId: string, side: string) => ({
  accountId,
  ...{ accountCode: '1210', accountType: 'ACCOUNT_TYPE_ASSET', side },
  ...{ amount: '12.34', currency: 'GEL', exchangeRate: '1', amountGel: '12.34' },
  dimensions: {},
});

let made = 0;

/** A posting as the ledger publishes it, made up. */
export const syntheticFact = (topic: string, companyId: CompanyId): OutgoingMessage => {
  made += 1;
  const transactionId = newUuid();
  return {
    topic,
    attributes: {
      id: newUuid(),
      type: 'accounting.core.v1.TransactionPosted',
      source: `/accounting-core/transaction-${transactionId}`,
      time,
      companyId,
      streamVersion: 1,
      correlationId: transactionId,
    },
    value: {
      content: {
        transactionId,
        ...{ transactionDate: '2026-11-15', transactionType: 'TRANSACTION_TYPE_STANDARD' },
        ...{ description: 'Goods for resale', totalGel: '12.34' },
        entries: [
          entryOf(accountIds[made % 50] ?? '', 'ENTRY_SIDE_DEBIT'),
          entryOf(accountIds[(made + 1) % 50] ?? '', 'ENTRY_SIDE_CREDIT'),
        ],
      },
      ...{ createdBy: 'bench', postedBy: 'bench' },
    },
  };
};
