import { ExchangeRate, type Money } from '@accounting/kernel';
import type { ReferenceAccount } from './ledger-reference';
import type { Entry } from './transaction/events';

/** An entry that the ledger makes by itself. Amounts are positive, but for a revaluation's zero. */
export const ledgerEntry = (
  account: ReferenceAccount,
  side: 'debit' | 'credit',
  { amount, amountGel, rate }: { amount: Money; amountGel: Money; rate: ExchangeRate },
): Entry => ({
  accountId: account.accountId,
  accountCode: account.code,
  accountType: account.type,
  side,
  amount: amount.toString(),
  currency: amount.currency,
  exchangeRate: rate.toString(),
  amountGel: amountGel.toString(),
});

/** The same in GEL; the description says what it is about where several stand side by side. */
export const gelEntry = (
  account: ReferenceAccount,
  side: 'debit' | 'credit',
  amountGel: Money,
  description?: string,
): Entry => ({
  ...ledgerEntry(account, side, { amount: amountGel, amountGel, rate: ExchangeRate.one }),
  ...(description === undefined ? {} : { description }),
});
