import type { accountingCoreV1 as v1 } from '@accounting/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { LedgerEntry, LedgerPage, LedgerQuery } from '../../application/account-ledger-ports';
import type { Page, TransactionSummary, TransactionView } from '../../application/ports';
import type { TransactionReceipt } from '../../application/transaction-use-cases';
import type { Entry } from '../../domain/transaction/events';
import {
  accountTypes,
  entryOrders,
  entrySides,
  transactionOrders,
  transactionStatuses,
  transactionTypes,
} from './enums.mapping';
import { fieldsOf, pageFields, versioned, withoutNulls } from './messages.mapping';

export const transactionReceipt = (receipt: TransactionReceipt) => ({
  receipt: { ...versioned(receipt), status: transactionStatuses.toProto(receipt.status) },
});

const summary = (view: TransactionSummary) => ({
  ...versioned(withoutNulls(view)),
  status: transactionStatuses.toProto(view.status),
  transactionType: transactionTypes.toProto(view.transactionType),
});

const entry = ({
  counterpartyTin,
  project,
  costCentre,
  documentReference,
  ...rest
}: Entry): MessageInitShape<typeof v1.EntrySchema> => {
  const dimensions = {
    ...(counterpartyTin !== undefined && { counterpartyTin }),
    ...(project !== undefined && { project }),
    ...(costCentre !== undefined && { costCentre }),
    ...(documentReference !== undefined && { documentReference }),
  };
  return {
    ...rest,
    accountType: accountTypes.toProto(rest.accountType),
    side: entrySides.toProto(rest.side),
    ...(Object.keys(dimensions).length > 0 && { dimensions }),
  };
};

export const transaction = ({ entries, ...view }: TransactionView) => ({
  transaction: summary(view),
  entries: entries.map(entry),
});

export const transactionPage = ({ items, next = '' }: Page<TransactionSummary>) => ({
  transactions: items.map(summary),
  next,
});

export const ledgerEntry = ({
  transactionId,
  transactionDate,
  transactionDescription,
  entryNumber,
  balanceGel,
  balance,
  ...rest
}: LedgerEntry): MessageInitShape<typeof v1.LedgerEntrySchema> => ({
  transactionId,
  transactionDate,
  transactionDescription,
  entryNumber,
  entry: entry(rest),
  balanceGel,
  ...(balance !== undefined && { balance }),
});

export const entryFilterFields = (request: v1.ListEntriesRequest) => ({
  ...fieldsOf(request),
  sort: entryOrders.toName(request.sort),
});

/** The balance that the first entry begins with, in whichever direction the entries run. */
export const firstBalance = (
  page: LedgerPage,
  sort: LedgerQuery['sort'],
): MessageInitShape<typeof v1.ListEntriesResponseSchema> => {
  const isForwards = sort === 'transaction_date';
  const balance = isForwards ? page.openingBalance : page.closingBalance;
  return {
    part: isForwards
      ? { case: 'openingBalanceGel', value: page.openingBalanceGel }
      : { case: 'closingBalanceGel', value: page.closingBalanceGel },
    ...(balance !== undefined && { balance }),
  };
};

const entryFields = ({ account, ...input }: v1.EntryInput) => ({
  ...fieldsOf(input),
  ...(account.case !== undefined && { [account.case]: account.value }),
});

/** What a transaction says, on one level with its identity and version, as in REST. */
export const contentFields = <
  Request extends
    v1.DraftTransactionRequest | v1.ReviseTransactionRequest | v1.PostTransactionRequest,
>(
  request: Request,
) => {
  const { transaction: content, ...identity } = fieldsOf(request);
  return {
    ...identity,
    ...(content && {
      ...fieldsOf(content),
      transactionType: transactionTypes.toName(content.transactionType),
      entries: content.entries.map(entryFields),
    }),
  };
};

export const transactionFilterFields = (request: v1.ListTransactionsRequest) => ({
  ...fieldsOf(request),
  ...pageFields(request),
  status: transactionStatuses.toName(request.status),
  transactionType: transactionTypes.toName(request.transactionType),
  sort: transactionOrders.toName(request.sort),
});
