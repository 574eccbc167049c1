import { exhaustive, invariant, reject, type Decider } from '@accounting/kernel';
import { isDateProblem, parseBookableDate } from '../accounting-date-range';
import { bookableDateErrors } from '../bookable-date-errors';
import { requirePostable } from '../prepared-content';
import { requireOpenPeriod } from '../posting-period';
import { isPrintableText, lengthMessage, textLengthMax } from '../printable-text';
import { requireRevaluable } from '../revaluation';
import { buildContent } from '../transaction-building';
import { parseTransaction } from '../transaction-parsing';
import { reverseTransaction } from '../transaction-reversal';
import type {
  ApproveTransaction,
  DraftTransaction,
  PostNewTransaction,
  PostPreparedTransaction,
  PostTransaction,
  RejectTransaction,
  ReviseTransaction,
  TransactionCommand,
} from './commands';
import { errors } from './errors';
import type {
  TransactionApproved,
  TransactionContent,
  TransactionDrafted,
  TransactionEvent,
  TransactionPosted,
  TransactionRejected,
  TransactionRevised,
} from './events';
import { evolve, initialState, type Transaction } from './state';

const decide = (
  command: TransactionCommand,
  transaction: Transaction,
): readonly TransactionEvent[] => {
  switch (command.type) {
    case 'DraftTransaction':
      return [draftTransaction(command, transaction)];
    case 'ReviseTransaction':
      return [reviseTransaction(command, transaction)];
    case 'ApproveTransaction':
      return [approveTransaction(command, transaction)];
    case 'RejectTransaction':
      return [rejectTransaction(command, transaction)];
    case 'PostTransaction':
      return [postTransaction(command, transaction)];
    case 'PostNewTransaction':
      return [postNewTransaction(command, transaction)];
    case 'PostPreparedTransaction':
      return [postPreparedTransaction(command, transaction)];
    case 'ReverseTransaction':
      return [reverseTransaction(command, transaction).reversed];
    default:
      return exhaustive(command);
  }
};

export const transactionDecider: Decider<TransactionCommand, TransactionEvent, Transaction> = {
  initialState,
  decide,
  evolve,
};

type ContentCommand = DraftTransaction | ReviseTransaction | PostNewTransaction;

/** The content asked for; `requireStatus` speaks between the checks of text and of the ledger. */
const contentOf = (command: ContentCommand, requireStatus: () => void): TransactionContent => {
  const { data, metadata, ledger } = command;
  const parsed = parseTransaction(data.input, metadata.now);
  requireStatus();
  requireOpenPeriod(ledger, { date: parsed.date });
  return buildContent(data.transactionId, parsed, command);
};

/** What is at fault when the transaction itself stands in the way, in the path or the body. */
const field = 'transactionId';

const requireAbsent = (transaction: Transaction): void => {
  if (transaction.status !== 'absent') {
    throw reject(errors.alreadyExists, { field, status: transaction.status });
  }
};

/** `wanted` is what was asked for and only a draft takes, as the refusal says it. */
const requireDraft = (
  transaction: Transaction,
  wanted: 'changed' | 'approved',
): Transaction & { status: 'draft' } => {
  const { status } = transaction;
  if (status === 'absent') throw reject(errors.notFound);
  if (status !== 'draft') {
    throw reject(
      errors.notDraft,
      { status },
      `The transaction is ${status}; only a draft can be ${wanted}.`,
    );
  }
  return transaction;
};

const draftTransaction = (
  command: DraftTransaction,
  transaction: Transaction,
): TransactionDrafted => {
  const content = contentOf(command, () => requireAbsent(transaction));
  return { type: 'TransactionDrafted', data: { ...content, createdBy: command.metadata.actorId } };
};

const reviseTransaction = (
  command: ReviseTransaction,
  transaction: Transaction,
): TransactionRevised => {
  const content = contentOf(command, () => requireDraft(transaction, 'changed'));
  return { type: 'TransactionRevised', data: { ...content, revisedBy: command.metadata.actorId } };
};

/**
 * Four eyes: whoever created the draft or wrote it as it stands does not approve it. Who revised an
 * earlier version may, because another's revision has replaced theirs.
 */
const approveTransaction = (
  { data, metadata, ledger }: ApproveTransaction,
  transaction: Transaction,
): TransactionApproved => {
  const { createdBy, lastEditedBy } = requireDraft(transaction, 'approved');
  const { actorId } = metadata;
  const isAuthor = actorId === createdBy || actorId === lastEditedBy;
  if (ledger.fourEyes.required && isAuthor) throw reject(errors.ownApproval, { field });
  return {
    type: 'TransactionApproved',
    data: { transactionId: data.transactionId, approvedBy: actorId },
  };
};

/**
 * A draft is refused by a second person or withdrawn by its author, or an approval is taken back
 * before anything was posted. Final.
 */
const rejectTransaction = (
  { data, metadata }: RejectTransaction,
  transaction: Transaction,
): TransactionRejected => {
  if (!isPrintableText(data.reason, textLengthMax.reason)) {
    throw reject(errors.textInvalid, { field: 'reason' }, lengthMessage(textLengthMax.reason));
  }
  requireRejectable(transaction);
  return {
    type: 'TransactionRejected',
    data: {
      transactionId: data.transactionId,
      rejectedBy: metadata.actorId,
      reason: data.reason,
    },
  };
};

const requireRejectable = ({ status }: Transaction): void => {
  if (status === 'absent') throw reject(errors.notFound);
  if (status === 'draft' || status === 'approved') return;
  const remedy = status === 'posted' ? '; what is posted is corrected by reversing it' : '';
  throw reject(
    errors.notDraft,
    { status },
    `The transaction is ${status}; only a draft or an approved one can be rejected${remedy}.`,
  );
};

/** What was true when it was drafted is checked again: accounts and periods may have changed. */
const postTransaction = (
  { metadata, ledger }: PostTransaction,
  transaction: Transaction,
): TransactionPosted => {
  if (transaction.status === 'absent') throw reject(errors.notFound);
  if (transaction.status === 'posted' || transaction.status === 'reversed') {
    throw reject(errors.alreadyPosted, { field, status: transaction.status });
  }
  if (transaction.status !== 'approved') {
    throw reject(errors.notApproved, { field, status: transaction.status });
  }
  const { content, createdBy, lastEditedBy, approvedBy } = transaction;
  requireOpenPeriod(ledger, { date: content.transactionDate });
  requirePostable(content, ledger);
  return {
    type: 'TransactionPosted',
    data: {
      ...content,
      createdBy,
      ...(lastEditedBy === createdBy ? {} : { lastEditedBy }),
      approvedBy,
      postedBy: metadata.actorId,
    },
  };
};

const postNewTransaction = (
  command: PostNewTransaction,
  transaction: Transaction,
): TransactionPosted => {
  const content = contentOf(command, () => requireAbsent(transaction));
  const { importBatchId } = command.data;
  const { actorId } = command.metadata;
  const data = { ...content, createdBy: actorId, postedBy: actorId };
  return {
    type: 'TransactionPosted',
    data: importBatchId === undefined ? data : { ...data, importBatchId },
  };
};

const postPreparedTransaction = (
  { data, metadata, ledger }: PostPreparedTransaction,
  transaction: Transaction,
): TransactionPosted => {
  const { content } = data;
  invariant(content.transactionType === 'revaluation', 'only a revaluation is posted as prepared');
  const date = parseBookableDate(content.transactionDate, metadata.now);
  if (isDateProblem(date)) throw reject(bookableDateErrors[date], { field: 'transactionDate' });
  requireAbsent(transaction);
  requireOpenPeriod(ledger, { date });
  requireRevaluable(content, ledger);
  requirePostable(content, ledger);
  const { actorId } = metadata;
  return {
    type: 'TransactionPosted',
    data: { ...content, createdBy: actorId, postedBy: actorId },
  };
};
