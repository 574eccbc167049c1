import type { LoadedAggregate } from '@accounting/event-store';
import { AccountingDate, ExchangeRate, reject, type NewUuid } from '@accounting/kernel';
import {
  metadataOf,
  type Answer,
  type RequestContext,
  type SeparationOfDuties,
} from '@accounting/service-host';
import type { LedgerReference } from '../domain/ledger-reference';
import { normalizedLine } from '../domain/printable-text';
import { currenciesWithoutRate } from '../domain/transaction-parsing';
import { reverseTransaction } from '../domain/transaction-reversal';
import type { KnownRates, TransactionCommand } from '../domain/transaction/commands';
import { transactionDecider } from '../domain/transaction/decide';
import { errors } from '../domain/transaction/errors';
import type { TransactionContent, TransactionEvent } from '../domain/transaction/events';
import type { TransactionInput } from '../domain/transaction/input';
import type { Transaction } from '../domain/transaction/state';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { streamOf, type LedgerCommands } from './ledger-commands';
import type {
  ExchangeRates,
  Page,
  PageRequest,
  TransactionFilter,
  Transactions,
  TransactionStatus,
  TransactionSummary,
  TransactionView,
} from './ports';

/** The answer of every command on a transaction. */
export interface TransactionReceipt {
  readonly transactionId: string;
  readonly status: TransactionStatus;
  readonly version: number;
  readonly transactionDate: string;
  readonly totalGel: string;
  /** The transaction that reverses this one. */
  readonly reversalTransactionId?: string;
}

/** The original's receipt, which always names its reversal. */
export interface ReversalReceipt extends TransactionReceipt {
  readonly reversalTransactionId: string;
}

interface Subject {
  readonly transactionId: TransactionId;
}

interface NewTransaction extends TransactionInput {
  readonly transactionId?: TransactionId | undefined;
}

interface ReversalRequest extends Subject {
  readonly reversalTransactionId?: TransactionId | undefined;
  readonly reversalDate: string;
  readonly reason: string;
}

export interface TransactionUseCases {
  draft(context: RequestContext, input: NewTransaction): Promise<Answer<TransactionReceipt>>;
  revise(
    context: RequestContext,
    input: TransactionInput & Subject,
  ): Promise<Answer<TransactionReceipt>>;
  approve(context: RequestContext, input: Subject): Promise<Answer<TransactionReceipt>>;
  reject(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<TransactionReceipt>>;
  /** Enters an approved transaction in the books. */
  post(context: RequestContext, input: Subject): Promise<Answer<TransactionReceipt>>;
  /** Creates and posts in one. */
  postNew(context: RequestContext, input: NewTransaction): Promise<Answer<TransactionReceipt>>;
  /** The version of the answer is that of the reversal, which is what was created. */
  reverse(context: RequestContext, input: ReversalRequest): Promise<Answer<ReversalReceipt>>;
  find(context: RequestContext, input: Subject): Promise<Answer<TransactionView>>;
  list(
    context: RequestContext,
    query: TransactionFilter & PageRequest,
  ): Promise<Answer<Page<TransactionSummary>>>;
}

export interface TransactionDependencies {
  readonly commands: LedgerCommands;
  readonly transactions: Transactions;
  readonly exchangeRates: ExchangeRates;
  readonly separationOfDuties: Pick<SeparationOfDuties, 'areSeparate'>;
  readonly newUuid: NewUuid;
}

type TransactionWriter = (
  context: RequestContext,
  subject: { readonly transactionId: TransactionId; readonly isNew?: boolean },
  command: (ledger: LedgerReference) => TransactionCommand | Promise<TransactionCommand>,
) => Promise<Answer<TransactionReceipt>>;

/** Runs a command on one transaction. */
const transactionWriter =
  (commands: LedgerCommands): TransactionWriter =>
  (context, subject, command) =>
    commands.run(context, {
      aggregate: transactionDecider,
      streams: [
        {
          streamId: streamOf('transaction', subject.transactionId),
          ...(subject.isNew === true && { isNew: true }),
        },
      ],
      decide: async ([loaded], ledger) => {
        const { state } = loaded as LoadedAggregate<Transaction>;
        const events = transactionDecider.decide(await command(ledger), state);
        const after = existing(events.reduce(transactionDecider.evolve, state));
        return {
          events: [events],
          bookedOn: bookedDates(events),
          body: ([version]) => receiptOf(after, version),
        };
      },
    });

export const createTransactionUseCases = (
  dependencies: TransactionDependencies,
): TransactionUseCases => {
  const { transactions, newUuid } = dependencies;
  const write = transactionWriter(dependencies.commands);

  const writeContent = (
    context: RequestContext,
    type: 'DraftTransaction' | 'ReviseTransaction' | 'PostNewTransaction',
    { transactionId, ...input }: TransactionInput & Subject,
  ): Promise<Answer<TransactionReceipt>> => {
    const isNew = type !== 'ReviseTransaction';
    return write(context, { transactionId, isNew }, async (ledger) => ({
      type,
      data: { transactionId, input },
      metadata: metadataOf(context),
      ledger,
      rates: await knownRates(dependencies.exchangeRates, context, input),
    }));
  };

  const identified = ({ transactionId, ...input }: NewTransaction): TransactionInput & Subject => ({
    ...input,
    transactionId: transactionId ?? (newUuid() as TransactionId),
  });

  return {
    draft: (context, input) => writeContent(context, 'DraftTransaction', identified(input)),
    revise: (context, input) => writeContent(context, 'ReviseTransaction', input),
    postNew: (context, input) => writeContent(context, 'PostNewTransaction', identified(input)),
    approve: (context, data) =>
      write(context, data, (ledger) => ({
        type: 'ApproveTransaction',
        data,
        metadata: metadataOf(context),
        ledger: underDuties(context, ledger, dependencies),
      })),
    reject: (context, data) =>
      write(context, data, () => ({
        type: 'RejectTransaction',
        data,
        metadata: metadataOf(context),
      })),
    post: (context, data) =>
      write(context, data, (ledger) => ({
        type: 'PostTransaction',
        data,
        metadata: metadataOf(context),
        ledger,
      })),
    reverse: (context, input) => reverse(context, input, dependencies),
    find: async ({ companyId }, { transactionId }) => {
      const found = await transactions.find(companyId, transactionId);
      if (found === undefined) throw reject(errors.notFound, { transactionId });
      return { body: found, version: found.version };
    },
    list: async ({ companyId }, { limit, after, ...filter }) => ({
      body: await transactions.list(companyId, asStored(filter), { limit, after }),
    }),
  };
};

/**
 * Four eyes can be waived in the ledger's settings and in the company's policy on duties; it holds
 * unless both do.
 */
const underDuties = (
  { companyId }: RequestContext,
  ledger: LedgerReference,
  { separationOfDuties }: TransactionDependencies,
): LedgerReference =>
  separationOfDuties.areSeparate(companyId, 'transactions:write', 'transactions:approve')
    ? { ...ledger, fourEyes: { required: true } }
    : ledger;

/** A reference is found however it was typed, since it is stored in one form. */
const asStored = (filter: TransactionFilter): TransactionFilter =>
  filter.documentReference === undefined
    ? filter
    : { ...filter, documentReference: normalizedLine(filter.documentReference) };

/** The original learns of its reversal and the reversal is posted, in one transaction. */
const reverse = async (
  context: RequestContext,
  { transactionId, reversalDate, reason, ...input }: ReversalRequest,
  { commands, newUuid }: TransactionDependencies,
): Promise<Answer<ReversalReceipt>> => {
  const reversalTransactionId = input.reversalTransactionId ?? (newUuid() as TransactionId);
  const answer = await commands.run(context, {
    aggregate: transactionDecider,
    streams: [
      { streamId: streamOf('transaction', transactionId) },
      { streamId: streamOf('transaction', reversalTransactionId), isNew: true },
    ],
    decide: (loaded, ledger) => {
      const [original, reversal] = loaded as [LoadedTransaction, LoadedTransaction];
      // The original's own id is taken as much as any other.
      const isOriginal = reversalTransactionId === transactionId;
      if ((isOriginal ? original : reversal).state.status !== 'absent') {
        throw reject(errors.alreadyExists, { field: 'reversalTransactionId' });
      }
      const facts = reverseTransaction(
        {
          type: 'ReverseTransaction',
          data: { transactionId, reversalTransactionId, reversalDate, reason },
          metadata: metadataOf(context),
          ledger,
        },
        original.state,
      );
      const after = existing(transactionDecider.evolve(original.state, facts.reversed));
      return {
        events: [[facts.reversed], [facts.posted]],
        bookedOn: bookedDates([facts.posted]),
        body: ([version]) => ({ ...receiptOf(after, version), reversalTransactionId }),
      };
    },
  });
  return { ...answer, version: reversalVersion };
};

/** A reversal is posted as it is created, and changes never again. */
const reversalVersion = 1;

type LoadedTransaction = LoadedAggregate<Transaction>;
type ExistingTransaction = Exclude<Transaction, { status: 'absent' }>;

const existing = (transaction: Transaction): ExistingTransaction => {
  if (transaction.status === 'absent') throw reject(errors.notFound);
  return transaction;
};

const receiptOf = (
  transaction: ExistingTransaction,
  version: number | undefined,
): TransactionReceipt => {
  const { transactionId, transactionDate, totalGel }: TransactionContent = transaction.content;
  return {
    transactionId,
    status: transaction.status,
    version: version ?? 0,
    transactionDate,
    totalGel,
    ...(transaction.status === 'reversed' && {
      reversalTransactionId: transaction.reversalTransactionId,
    }),
  };
};

const bookedDates = (events: readonly TransactionEvent[]) =>
  events.flatMap((event) =>
    event.type === 'TransactionPosted' ? [event.data.transactionDate] : [],
  );

/** The rates of the day for the currencies whose entries bring none; an unknown one is left out. */
export const knownRates = async (
  exchangeRates: ExchangeRates,
  { companyId }: Pick<RequestContext, 'companyId'>,
  input: TransactionInput,
): Promise<KnownRates> => {
  const currencies = currenciesWithoutRate(input);
  const date = AccountingDate.parse(input.transactionDate);
  if (currencies.length === 0 || date === undefined) return noRates;
  const found = await Promise.all(
    currencies.map((currency) => exchangeRates.findOnOrBefore(companyId, currency, date)),
  );
  return new Map(
    found
      .filter((rate) => rate !== undefined)
      .map(({ currency, rate, date: rateDate }) => [
        currency,
        { rate: ExchangeRate.of(rate), date: rateDate },
      ]),
  );
};

const noRates: KnownRates = new Map();
