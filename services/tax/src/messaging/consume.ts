import { accountingCoreV1 as v1, readFact } from '@accounting/contracts';
import { AccountingDate, invariant, Money, type CompanyId, type Uuid } from '@accounting/kernel';
import type { Consumer, IncomingMessage } from '@accounting/messaging';
import type { RecordLedgerTransactions } from '../application/vat-ports';
import type {
  AccountElement,
  LedgerEntry,
  LedgerTransaction,
  LedgerTransactionType,
} from '../domain/vat-ledger/ledger-transaction';

const elements: Readonly<Record<v1.AccountType, AccountElement | undefined>> = {
  [v1.AccountType.UNSPECIFIED]: undefined,
  [v1.AccountType.ASSET]: 'asset',
  [v1.AccountType.CONTRA_ASSET]: 'asset',
  [v1.AccountType.LIABILITY]: 'liability',
  [v1.AccountType.CONTRA_LIABILITY]: 'liability',
  [v1.AccountType.EQUITY]: 'equity',
  [v1.AccountType.CONTRA_EQUITY]: 'equity',
  [v1.AccountType.INCOME]: 'income',
  [v1.AccountType.CONTRA_INCOME]: 'income',
  [v1.AccountType.EXPENSE]: 'expense',
  [v1.AccountType.CONTRA_EXPENSE]: 'expense',
};

const types: Readonly<Record<v1.TransactionType, LedgerTransactionType | undefined>> = {
  [v1.TransactionType.UNSPECIFIED]: undefined,
  [v1.TransactionType.STANDARD]: 'standard',
  [v1.TransactionType.OPENING_BALANCE]: 'opening_balance',
  [v1.TransactionType.REVERSAL]: 'reversal',
  [v1.TransactionType.REVALUATION]: 'revaluation',
  [v1.TransactionType.YEAR_END_CLOSING]: 'year_end_closing',
};

const entryOf = (entry: v1.Entry): LedgerEntry => {
  const element = elements[entry.accountType];
  invariant(element !== undefined, `the entry at ${entry.accountCode} has a type of account`);
  const counterpartyTin = entry.dimensions?.counterpartyTin;
  return {
    accountCode: entry.accountCode,
    element,
    side: entry.side === v1.EntrySide.DEBIT ? 'debit' : 'credit',
    amount: Money.of(entry.amountGel),
    ...(counterpartyTin !== undefined && { counterpartyTin }),
  };
};

const transactionOf = (fact: IncomingMessage): LedgerTransaction | undefined => {
  const posted = readFact(v1.TransactionPostedSchema, fact);
  if (posted === undefined) return undefined;
  const { content, reversalOf } = posted;
  invariant(content !== undefined, 'a posted transaction has a content');
  const type = types[content.transactionType];
  invariant(type !== undefined, `transaction ${content.transactionId} has a type`);
  const { documentReference } = content;
  return {
    transactionId: content.transactionId as Uuid,
    date: AccountingDate.of(content.transactionDate),
    type,
    description: content.description,
    entries: content.entries.map(entryOf),
    ...(reversalOf !== undefined && { reversalOf: reversalOf as Uuid }),
    ...(documentReference !== undefined && { documentReference }),
  };
};

/** Keeps what the ledger's postings mean for VAT. */
export const vatLedger = (record: RecordLedgerTransactions): Consumer => ({
  name: 'vat-ledger',
  topics: ['accounting-core.transaction'],
  handle: async (transaction, facts) => {
    const companyId = facts[0]?.attributes.companyId as CompanyId;
    const posted = facts.map(transactionOf).filter((one) => one !== undefined);
    if (posted.length > 0) await record(transaction, companyId, posted);
  },
});
