import { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { Dimensions, Entry, TransactionContent } from '../../domain/transaction/events';
import { accountTypeNames } from './accounts';
import { publication, type LedgerFacts } from './publication';

const transactionTypeNames: Readonly<
  Record<TransactionContent['transactionType'], v1.TransactionTypeJson>
> = {
  standard: 'TRANSACTION_TYPE_STANDARD',
  opening_balance: 'TRANSACTION_TYPE_OPENING_BALANCE',
  reversal: 'TRANSACTION_TYPE_REVERSAL',
  revaluation: 'TRANSACTION_TYPE_REVALUATION',
  year_end_closing: 'TRANSACTION_TYPE_YEAR_END_CLOSING',
};

const sideNames: Readonly<Record<Entry['side'], v1.EntrySideJson>> = {
  debit: 'ENTRY_SIDE_DEBIT',
  credit: 'ENTRY_SIDE_CREDIT',
};

const isAboutSomething = (entry: Dimensions): boolean =>
  entry.counterpartyTin !== undefined ||
  entry.project !== undefined ||
  entry.costCentre !== undefined ||
  entry.documentReference !== undefined;

const dimensionsOf = (entry: Dimensions): v1.DimensionsJson => {
  const json: v1.DimensionsJson = {};
  if (entry.counterpartyTin !== undefined) json.counterpartyTin = entry.counterpartyTin;
  if (entry.project !== undefined) json.project = entry.project;
  if (entry.costCentre !== undefined) json.costCentre = entry.costCentre;
  if (entry.documentReference !== undefined) json.documentReference = entry.documentReference;
  return json;
};

const entryOf = (entry: Entry): v1.EntryJson => {
  const json: v1.EntryJson = {
    accountId: entry.accountId,
    accountCode: entry.accountCode,
    accountType: accountTypeNames[entry.accountType],
    side: sideNames[entry.side],
    amount: entry.amount,
    currency: entry.currency,
    exchangeRate: entry.exchangeRate,
    amountGel: entry.amountGel,
  };
  if (entry.description !== undefined) json.description = entry.description;
  if (isAboutSomething(entry)) json.dimensions = dimensionsOf(entry);
  if (entry.isConversionDifference === true) json.isConversionDifference = true;
  return json;
};

const contentOf = (content: TransactionContent): v1.TransactionContentJson => {
  const json: v1.TransactionContentJson = {
    transactionId: content.transactionId,
    transactionDate: content.transactionDate,
    transactionType: transactionTypeNames[content.transactionType],
    description: content.description,
    entries: content.entries.map(entryOf),
    totalGel: content.totalGel,
  };
  if (content.documentReference !== undefined) json.documentReference = content.documentReference;
  return json;
};

const postedOf = (data: LedgerFacts['TransactionPosted']): v1.TransactionPostedJson => {
  const json: v1.TransactionPostedJson = {
    content: contentOf(data),
    createdBy: data.createdBy,
    postedBy: data.postedBy,
  };
  if (data.lastEditedBy !== undefined) json.lastEditedBy = data.lastEditedBy;
  if (data.approvedBy !== undefined) json.approvedBy = data.approvedBy;
  if (data.reversalOf !== undefined) json.reversalOf = data.reversalOf;
  if (data.importBatchId !== undefined) json.importBatchId = data.importBatchId;
  return json;
};

export const transactionPublications = {
  TransactionDrafted: publication(
    'transaction',
    v1.TransactionDraftedSchema,
    (data: LedgerFacts['TransactionDrafted']) => ({
      content: contentOf(data),
      createdBy: data.createdBy,
    }),
  ),
  TransactionRevised: publication(
    'transaction',
    v1.TransactionRevisedSchema,
    (data: LedgerFacts['TransactionRevised']) => ({
      content: contentOf(data),
      revisedBy: data.revisedBy,
    }),
  ),
  TransactionApproved: publication(
    'transaction',
    v1.TransactionApprovedSchema,
    ({ transactionId, approvedBy }: LedgerFacts['TransactionApproved']) => ({
      transactionId,
      approvedBy,
    }),
  ),
  TransactionRejected: publication(
    'transaction',
    v1.TransactionRejectedSchema,
    ({ transactionId, rejectedBy, reason }: LedgerFacts['TransactionRejected']) => ({
      transactionId,
      rejectedBy,
      reason,
    }),
  ),
  TransactionPosted: publication('transaction', v1.TransactionPostedSchema, postedOf),
  TransactionReversed: publication(
    'transaction',
    v1.TransactionReversedSchema,
    (data: LedgerFacts['TransactionReversed']) => ({
      transactionId: data.transactionId,
      reversedBy: data.reversedBy,
      reversalTransactionId: data.reversalTransactionId,
      reversalDate: data.reversalDate,
      reason: data.reason,
    }),
  ),
};
