import { route, streamRoute, type Route } from '@accounting/service-host';
import type { LedgerApplication } from '../../application/ledger-application';
import { parseImportRow } from '../schemas/import-row';
import * as schema from '../schemas/transactions';

const tag = 'Transactions';

const transactionPath = ({ transactionId }: { readonly transactionId: string }): string =>
  `/transactions/${transactionId}`;

/** Drafts, approvals, postings, reversals. */
export const transactionRoutes = (app: LedgerApplication): Route[] => [
  ...importRoutes(app),
  route({
    method: 'get',
    path: '/transactions',
    summary: 'List transactions',
    tag,
    permission: 'transactions:read',
    query: schema.listTransactionsQuery,
    response: schema.transactionPage,
    handle: (context, { query }) => app.transactions.list(context, query),
  }),
  route({
    method: 'post',
    path: '/transactions',
    summary: 'Draft a transaction for approval by a second person',
    tag,
    permission: 'transactions:write',
    status: 201,
    idempotent: true,
    body: schema.newTransactionBody,
    response: schema.transactionReceipt,
    location: transactionPath,
    handle: (context, { body }) => app.transactions.draft(context, body),
  }),
  route({
    method: 'post',
    path: '/transactions/post',
    summary: 'Create and post a transaction in one call',
    description:
      'For those who hold `transactions:post`: systems and people whom the company lets post ' +
      'without a second person. The transaction is in the books when the answer arrives.',
    tag,
    permission: 'transactions:post',
    status: 201,
    idempotent: true,
    body: schema.newTransactionBody,
    response: schema.transactionReceipt,
    location: transactionPath,
    handle: (context, { body }) => app.transactions.postNew(context, body),
  }),
  route({
    method: 'get',
    path: '/transactions/:transactionId',
    summary: 'Read a transaction with its entries',
    tag,
    permission: 'transactions:read',
    parameters: schema.transactionIdParameter,
    response: schema.transactionSchema,
    handle: (context, { parameters }) => app.transactions.find(context, parameters),
  }),
  route({
    method: 'put',
    path: '/transactions/:transactionId',
    summary: 'Replace the content of a draft',
    tag,
    permission: 'transactions:write',
    version: 'required',
    parameters: schema.transactionIdParameter,
    body: schema.reviseTransactionBody,
    response: schema.transactionReceipt,
    handle: (context, { parameters, body }) =>
      app.transactions.revise(context, { ...body, ...parameters }),
  }),
  route({
    method: 'post',
    path: '/transactions/:transactionId/approve',
    summary: 'Approve a draft that somebody else made',
    tag,
    permission: 'transactions:approve',
    idempotent: true,
    version: 'optional',
    parameters: schema.transactionIdParameter,
    response: schema.transactionReceipt,
    handle: (context, { parameters }) => app.transactions.approve(context, parameters),
  }),
  route({
    method: 'post',
    path: '/transactions/:transactionId/reject',
    summary: 'Reject a draft or an approved transaction, with the reason',
    description:
      'A second person refuses it, or its author withdraws it, who may reject but not approve ' +
      'their own. It is final; what is posted is corrected by reversing it.',
    tag,
    permission: 'transactions:approve',
    idempotent: true,
    version: 'optional',
    parameters: schema.transactionIdParameter,
    body: schema.rejectTransactionBody,
    response: schema.transactionReceipt,
    handle: (context, { parameters, body }) =>
      app.transactions.reject(context, { ...parameters, ...body }),
  }),
  route({
    method: 'post',
    path: '/transactions/:transactionId/post',
    summary: 'Post an approved transaction',
    tag,
    permission: 'transactions:approve',
    idempotent: true,
    version: 'optional',
    parameters: schema.transactionIdParameter,
    response: schema.transactionReceipt,
    handle: (context, { parameters }) => app.transactions.post(context, parameters),
  }),
  route({
    method: 'post',
    path: '/transactions/:transactionId/reverse',
    summary: 'Correct a posted transaction by its reversal',
    description:
      'The answer names the original as `transactionId`, with its status and version, and what ' +
      'reverses it as `reversalTransactionId`; `Location` and `ETag` are those of the reversal.',
    tag,
    permission: 'transactions:approve',
    status: 201,
    idempotent: true,
    version: 'optional',
    parameters: schema.transactionIdParameter,
    body: schema.reverseTransactionBody,
    response: schema.reversalReceipt,
    location: ({ reversalTransactionId }) => `/transactions/${reversalTransactionId}`,
    handle: (context, { parameters, body }) =>
      app.transactions.reverse(context, { ...parameters, ...body }),
  }),
];

const importRoutes = (app: LedgerApplication): Route[] => [
  streamRoute({
    method: 'post',
    path: '/transactions/import',
    summary: 'Import and post transactions of any number from a stream',
    description:
      '`application/x-ndjson`: one transaction a line, shaped as in "Create and post". ' +
      '`text/csv`: one entry a line under a header; lines with the same value of `transaction` ' +
      'that follow each other are one transaction, and what the later ones say of it is left ' +
      'out or repeats the first. Both are UTF-8, with or without a byte order mark. A line that ' +
      'cannot be read (too long, not UTF-8, wrong number of cells) is a bad row as any other. ' +
      'With `all_or_nothing` nothing is posted unless every row is good, and a file with a bad ' +
      'row is answered 422 `import_failed`; with `skip_bad_rows` the good ones are posted and ' +
      'the answer is 200 with the others in `errors`. Where a quote of a CSV is not closed the ' +
      'file ends: 422, in the second case `import_cut_short`. Both have the batch in `details` ' +
      '(`posted` says how many) and the bad rows in `violations`, as `line[7].entries[0].debit`. ' +
      'A CSV whose header is not understood is answered 400 and begins no batch. Sending the ' +
      'same file under the same `batchId` continues where an interrupted import stopped, and ' +
      'repeats nothing.',
    tag,
    permission: 'transactions:post',
    consumes: ['application/x-ndjson', 'text/csv'],
    query: schema.importQuery,
    response: schema.importBatchSchema,
    handleStream: (context, { query, body }) =>
      app.imports.importTransactions(context, {
        ...query,
        format: body.mediaType === 'text/csv' ? 'csv' : 'ndjson',
        stream: body.stream,
        parseRow: parseImportRow,
      }),
  }),
  route({
    method: 'get',
    path: '/transactions/imports',
    summary: 'List imports',
    tag,
    permission: 'transactions:read',
    query: schema.importBatchListQuery,
    response: schema.importBatchPage,
    handle: (context, { query }) => app.imports.list(context, query),
  }),
  route({
    method: 'get',
    path: '/transactions/imports/:batchId',
    summary: 'Read how far an import has come, and which rows are bad',
    tag,
    permission: 'transactions:read',
    parameters: schema.importBatchParameter,
    response: schema.importBatchSchema,
    handle: (context, { parameters }) => app.imports.find(context, parameters),
  }),
];
