import { z } from 'zod';
import { refuseTooManyEntries } from '../../domain/transaction-parsing';
import type { TransactionId } from '../../domain/transaction/transaction-id';
import { accountId, accountType } from './accounts';
import { withFormatMistakes } from './format-mistakes';
import {
  accountingDate,
  amount,
  chosenUuid,
  amountBound,
  daysInOrder,
  exchangeRate,
  instant,
  pageCursor,
  pageLimit,
  pageOf,
  searchedText,
  sortBy,
  uuid,
} from './primitives';

export const transactionId = uuid.transform((id) => id as TransactionId);
/** The id of a transaction that a client is about to create. */
const chosenTransactionId = chosenUuid.transform((id) => id as TransactionId);
export const transactionIdParameter = z.strictObject({ transactionId });

const entryInput = z
  .strictObject({
    accountCode: z.string().max(40).optional().meta({ example: '1210' }),
    accountId: z.string().max(40).optional().meta({ description: 'Instead of the code.' }),
    debit: amount.optional(),
    credit: amount.optional().meta({ description: 'Either a debit or a credit, not both.' }),
    currency: z.string().max(10).optional().meta({ description: 'GEL unless said otherwise.' }),
    exchangeRate: exchangeRate.optional().meta({
      description: 'Without it, the rate of the day or the latest of the 14 days before is used.',
    }),
    amountGel: amount
      .optional()
      .meta({ description: 'The value in GEL, where it is known, instead of a rate.' }),
    description: z.string().max(2000).optional(),
    counterpartyTin: z.string().max(40).optional().meta({ description: '9 or 11 digits.' }),
    project: z.string().max(200).optional(),
    costCentre: z.string().max(200).optional(),
    documentReference: z.string().max(200).optional(),
  })
  .meta({ id: 'EntryInput' });

/** So few are read to their end whatever is wrong with them: it takes no time. */
const shortListMax = 1_000;
/** Those of a long list that are wrong before the rest of it is left unread. */
const wrongEntriesMax = 100;

/** Every mistake costs as much as reading several entries, and a list may have 130,000. */
const cutWhereMostAreWrong = (entries: readonly unknown[]): readonly unknown[] => {
  if (entries.length <= shortListMax) return entries;
  let wrong = 0;
  const last = entries.findIndex((entry) => {
    if (!entryInput.safeParse(entry).success) wrong += 1;
    return wrong === wrongEntriesMax;
  });
  return last === -1 ? entries : entries.slice(0, last + 1);
};

/**
 * Before the entries are read: a body of nothing but entries could have a million of them, and one
 * of 10,000 a mistake in every field.
 */
const boundedEntries = (value: unknown): unknown => {
  if (!Array.isArray(value)) return value;
  refuseTooManyEntries(value.length);
  return cutWhereMostAreWrong(value);
};

const content = {
  transactionDate: z
    .string()
    .max(40)
    .meta({ description: 'Day in the books, YYYY-MM-DD.', example: '2026-11-22' }),
  transactionType: z.enum(['standard', 'opening_balance']).optional(),
  description: z.string().max(2000).meta({ example: 'Office rent, November' }),
  documentReference: z.string().max(200).optional(),
  entries: z
    .preprocess(boundedEntries, z.array(entryInput))
    .meta({ description: '2 to 10,000 entries.' }),
};

export const newTransactionBody = withFormatMistakes(
  z.strictObject({
    transactionId: chosenTransactionId
      .optional()
      .meta({ description: 'Chosen by the client, or made here.' }),
    ...content,
  }),
);

export const reviseTransactionBody = withFormatMistakes(z.strictObject(content));
/** A row of an import: its id follows from batch and line. */
export const importedTransaction = withFormatMistakes(z.strictObject(content));
export const rejectTransactionBody = z.strictObject({ reason: z.string().max(2000) });
export const reverseTransactionBody = z.strictObject({
  reversalTransactionId: chosenTransactionId.optional(),
  reversalDate: accountingDate,
  reason: z.string().max(2000),
});

const status = z.enum(['draft', 'approved', 'posted', 'reversed', 'rejected']);
const transactionType = z.enum([
  'standard',
  'opening_balance',
  'reversal',
  'revaluation',
  'year_end_closing',
]);

/** The answer of every command on a transaction: small, because it is kept for repeats. */
export const transactionReceipt = z
  .object({
    transactionId: z.string(),
    status,
    version: z.number().int(),
    transactionDate: z.string(),
    totalGel: amount,
    reversalTransactionId: z.string().optional(),
  })
  .meta({ id: 'TransactionReceipt' });

/** Of a reversal: the original's receipt, and always what reverses it. */
export const reversalReceipt = transactionReceipt
  .required({ reversalTransactionId: true })
  .meta({ id: 'ReversalReceipt' });

export const entrySchema = z
  .object({
    accountId: z.string(),
    accountCode: z.string(),
    accountType,
    side: z.enum(['debit', 'credit']),
    amount,
    currency: z.string(),
    exchangeRate,
    amountGel: amount,
    description: z.string().optional(),
    counterpartyTin: z.string().optional(),
    project: z.string().optional(),
    costCentre: z.string().optional(),
    documentReference: z.string().optional(),
    isConversionDifference: z.literal(true).optional(),
  })
  .meta({ id: 'Entry' });

const summary = {
  transactionId: z.string(),
  status,
  transactionType,
  transactionDate: z.string(),
  description: z.string(),
  documentReference: z.string().nullable(),
  totalGel: amount,
  entryCount: z.number().int(),
  version: z.number().int(),
  createdBy: z.string(),
  createdAt: instant,
  lastEditedBy: z
    .string()
    .nullable()
    .meta({ description: 'Who replaced the content last; null when it is as it was created.' }),
  lastEditedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  postedBy: z.string().nullable(),
  postedAt: instant.nullable(),
  rejectedBy: z.string().nullable(),
  rejectedAt: instant.nullable(),
  rejectionReason: z.string().nullable(),
  reversalOf: z.string().nullable(),
  reversedBy: z.string().nullable(),
  importBatchId: z.string().nullable(),
};

export const transactionSchema = z
  .object({ ...summary, entries: z.array(entrySchema).readonly() })
  .meta({ id: 'Transaction' });

export const transactionPage = pageOf(z.object(summary).meta({ id: 'TransactionSummary' }));

export const listTransactionsQuery = daysInOrder(
  z.strictObject({
    status: status.optional(),
    transactionType: transactionType.optional(),
    from: accountingDate.optional(),
    to: accountingDate.optional(),
    accountId: accountId.optional(),
    counterpartyTin: searchedText(11).optional(),
    documentReference: searchedText(64)
      .optional()
      .meta({ description: 'Of the transaction, or of any of its entries.' }),
    search: searchedText(200)
      .optional()
      .meta({
        description:
          'Part of the description, in upper or lower case. No index helps to find it: in a ' +
          'large ledger say from and to as well.',
      }),
    totalFrom: amountBound.optional(),
    totalTo: amountBound.optional(),
    importBatchId: searchedText(100).optional(),
    sort: sortBy(['transaction_date', 'created']).default('-transaction_date'),
    limit: pageLimit,
    after: pageCursor,
  }),
  'to',
);

const importBatchId = z
  .string()
  .regex(/^[\w.-]{1,100}$/, {
    error: 'must be 1 to 100 letters, digits, dots, dashes, underscores',
  })
  .meta({ description: 'Chosen by the client; sending it again continues or repeats the batch.' });

export const importBatchParameter = z.strictObject({ batchId: importBatchId });

export const importQuery = z.strictObject({
  batchId: importBatchId,
  mode: z.enum(['all_or_nothing', 'skip_bad_rows']).default('all_or_nothing'),
});

const importStatus = z.enum(['receiving', 'applying', 'completed', 'failed']);

export const importBatchSchema = z
  .object({
    batchId: z.string(),
    mode: z.enum(['all_or_nothing', 'skip_bad_rows']),
    format: z.enum(['ndjson', 'csv']),
    status: importStatus.meta({
      description:
        '`receiving`: being read, continued by sending the file again. `applying`: every row is ' +
        'good and is being posted. `completed`: all that will be posted is. `failed`: nothing is ' +
        'posted, except what comes before the line where a file with `skip_bad_rows` breaks off.',
    }),
    received: z.number().int(),
    posted: z.number().int(),
    rejected: z.number().int(),
    lastLine: z.number().int().meta({
      description:
        'Every line up to it is checked and, with `skip_bad_rows`, posted. It never goes back.',
    }),
    requestedBy: z.string(),
    startedAt: instant,
    finishedAt: instant.nullable(),
    errors: z
      .array(
        z.object({
          line: z.number().int(),
          field: z.string(),
          code: z.string(),
          message: z.string(),
        }),
      )
      .readonly()
      .meta({ description: 'The first 1,000; `rejected` counts all.' }),
  })
  .meta({ id: 'ImportBatch' });

export const importBatchPage = pageOf(importBatchSchema);
export const importBatchListQuery = z.strictObject({
  status: importStatus.optional(),
  sort: sortBy(['started']).default('-started'),
  limit: pageLimit,
  after: pageCursor,
});
