import { accountingCoreV1 as v1 } from '@accounting/contracts';
import {
  grpcService,
  parseInput,
  type GrpcService,
  type RequestContext,
} from '@accounting/service-host';
import type { DescService, MessageInitShape } from '@bufbuild/protobuf';
import { z } from 'zod';
import type { LedgerApplication } from '../../application/ledger-application';
import { accountIdParameter } from '../schemas/accounts';
import { ledgerQuery } from '../schemas/balances';
import { withFormatMistakes } from '../schemas/format-mistakes';
import { daysInOrder } from '../schemas/primitives';
import * as schema from '../schemas/transactions';
import {
  contentFields,
  entryFilterFields,
  firstBalance,
  ledgerEntry,
  transaction,
  transactionFilterFields,
  transactionPage,
  transactionReceipt,
} from './transactions.mapping';
import { optionalVersion, requiredVersion, unary } from './unary-call.mapping';

const { shape: transactionId } = schema.transactionIdParameter;
const subject = z.strictObject({ ...transactionId, ...optionalVersion });
const revising = withFormatMistakes(
  z.strictObject({
    ...schema.reviseTransactionBody.shape,
    ...transactionId,
    ...requiredVersion,
  }),
);
const rejecting = z.strictObject({ ...subject.shape, ...schema.rejectTransactionBody.shape });
const reversing = z.strictObject({ ...subject.shape, ...schema.reverseTransactionBody.shape });
const listingEntries = daysInOrder(
  z.strictObject({ ...accountIdParameter.shape, ...ledgerQuery.shape }),
  'to',
);

/** Entries read at a time: some hundred kilobytes. */
const streamPageCount = 500;

type Methods = GrpcService<typeof v1.TransactionService>['methods'];
type WritingMethod = 'draftTransaction' | 'reviseTransaction' | 'postTransaction';
type ReadingMethod = 'getTransaction' | 'listTransactions' | 'listEntries';

const approving = { permission: 'transactions:approve', idempotent: true };

const writing = (app: LedgerApplication): Pick<Methods, WritingMethod> => ({
  draftTransaction: {
    permission: 'transactions:write',
    idempotent: true,
    handle: unary({
      schema: schema.newTransactionBody,
      input: contentFields,
      ask: (context, input) => app.transactions.draft(context, input),
      reply: transactionReceipt,
    }),
  },
  reviseTransaction: {
    permission: 'transactions:write',
    idempotent: true,
    handle: unary({
      schema: revising,
      input: contentFields,
      ask: (context, input) => app.transactions.revise(context, input),
      reply: transactionReceipt,
    }),
  },
  postTransaction: {
    permission: 'transactions:post',
    idempotent: true,
    handle: unary({
      schema: schema.newTransactionBody,
      input: contentFields,
      ask: (context, input) => app.transactions.postNew(context, input),
      reply: transactionReceipt,
    }),
  },
});

const judging = (app: LedgerApplication): Omit<Methods, WritingMethod | ReadingMethod> => ({
  approveTransaction: {
    ...approving,
    handle: unary({
      schema: subject,
      ask: (context, input) => app.transactions.approve(context, input),
      reply: transactionReceipt,
    }),
  },
  rejectTransaction: {
    ...approving,
    handle: unary({
      schema: rejecting,
      ask: (context, input) => app.transactions.reject(context, input),
      reply: transactionReceipt,
    }),
  },
  postApproved: {
    ...approving,
    handle: unary({
      schema: subject,
      ask: (context, input) => app.transactions.post(context, input),
      reply: transactionReceipt,
    }),
  },
  reverseTransaction: {
    ...approving,
    handle: unary({
      schema: reversing,
      ask: (context, input) => app.transactions.reverse(context, input),
      reply: transactionReceipt,
    }),
  },
});

/** The next page is read when the caller has taken this one: the host asks for no more before. */
async function* entryStream(
  app: LedgerApplication,
  context: RequestContext,
  request: v1.ListEntriesRequest,
): AsyncGenerator<MessageInitShape<typeof v1.ListEntriesResponseSchema>> {
  const query = parseInput(listingEntries, {
    ...entryFilterFields(request),
    limit: streamPageCount,
  });
  let { body: page } = await app.balances.ledger(context, query);
  yield firstBalance(page, query.sort);
  for (;;) {
    for (const item of page.items) yield { part: { case: 'entry', value: ledgerEntry(item) } };
    if (page.next === undefined) return;
    ({ body: page } = await app.balances.ledger(context, { ...query, after: page.next }));
  }
}

const reading = (app: LedgerApplication): Pick<Methods, ReadingMethod> => ({
  getTransaction: {
    permission: 'transactions:read',
    handle: unary({
      schema: schema.transactionIdParameter,
      ask: (context, input) => app.transactions.find(context, input),
      reply: transaction,
    }),
  },
  listTransactions: {
    permission: 'transactions:read',
    handle: unary({
      schema: schema.listTransactionsQuery,
      input: transactionFilterFields,
      ask: (context, input) => app.transactions.list(context, input),
      reply: transactionPage,
    }),
  },
  listEntries: {
    permission: 'accounts:read',
    handle: (context, request) => entryStream(app, context, request),
  },
});

/** Drafts, approvals, postings, reversals, and the entries of an account as a stream. */
export const transactionService = (app: LedgerApplication): GrpcService<DescService> =>
  grpcService(v1.TransactionService, { ...writing(app), ...judging(app), ...reading(app) });
