import type { LoadedAggregate } from '@accounting/event-store';
import {
  Currency,
  derivedUuid,
  derivedUuidName,
  DomainError,
  ExchangeRate,
  Instant,
  Money,
  reject,
  type AccountingDate,
  type CompanyId,
} from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { defineError } from '../domain/error-definition';
import type { LedgerReference } from '../domain/ledger-reference';
import { revalueForeignBalances } from '../domain/revaluation';
import type { KnownRates } from '../domain/transaction/commands';
import { transactionDecider } from '../domain/transaction/decide';
import { errors } from '../domain/transaction/errors';
import type { TransactionContent } from '../domain/transaction/events';
import type { Transaction } from '../domain/transaction/state';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { metadataOf, streamOf, type LedgerCommands } from './ledger-commands';
import type { Balances, ExchangeRates, Transactions } from './ports';

export interface RevaluationReceipt {
  readonly date: string;
  /** `null` when no balance needed revaluing. */
  readonly transactionId: string | null;
  readonly gainGel: string;
  readonly lossGel: string;
}

export interface RevaluationUseCases {
  /**
   * Values foreign balances at the closing rates of a date; asked again, posts only what changed.
   */
  revalue(
    context: RequestContext,
    input: { readonly date: AccountingDate },
  ): Promise<Answer<RevaluationReceipt>>;
}

export interface RevaluationDependencies {
  readonly commands: LedgerCommands;
  readonly transactions: Transactions;
  readonly balances: Balances;
  readonly exchangeRates: ExchangeRates;
}

const attemptsMax = 3;

const contended = defineError(
  'revaluation_contended',
  'aborted',
  'Others are revaluing the same date at the same moment; try again.',
);

export const createRevaluationUseCases = (
  dependencies: RevaluationDependencies,
): RevaluationUseCases => ({
  revalue: async (context, { date }) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await revalueOnce(context, date, dependencies);
      } catch (error) {
        // Another revaluation of the same date was first and took the id; what is left is less now.
        const isTaken = error instanceof DomainError && error.code === errors.alreadyExists.code;
        if (!isTaken) throw error;
        if (attempt >= attemptsMax) throw reject(contended, { date });
      }
    }
  },
});

const revalueOnce = async (
  context: RequestContext,
  date: AccountingDate,
  { commands, transactions, balances, exchangeRates }: RevaluationDependencies,
): Promise<Answer<RevaluationReceipt>> => {
  const earlier = await countRevaluations(transactions, context.companyId, date);
  const transactionId = revaluationId(context.companyId, date, earlier);
  return commands.run(context, {
    aggregate: transactionDecider,
    streams: [{ streamId: streamOf('transaction', transactionId), isNew: true }],
    decide: async ([loaded], ledger) => {
      const { state } = loaded as LoadedAggregate<Transaction>;
      if (state.status !== 'absent') throw reject(errors.alreadyExists);
      const { companyId } = context;
      const totals = await balances.ofAllAccounts(companyId, date);
      const currencies = new Set(totals.map(({ currency }) => currency));
      const rates = await closingRates(exchangeRates, { companyId, date, currencies });
      const content = revalueForeignBalances({
        transactionId,
        asOf: date,
        totals,
        rates,
        ledger,
      });
      return content === undefined ? nothingToDo(date) : posting(context, content, ledger);
    },
  });
};

/** The id follows from company, date and number of earlier ones, so that two at once collide. */
const revaluationId = (
  companyId: CompanyId,
  date: AccountingDate,
  earlier: number,
): TransactionId => {
  const instant = Instant.ofDate(new Date(`${date}T00:00:00.000Z`));
  const name = derivedUuidName(`revaluation ${companyId}`);
  return derivedUuid(instant, earlier, name) as TransactionId;
};

const countRevaluations = async (
  transactions: Transactions,
  companyId: CompanyId,
  date: AccountingDate,
): Promise<number> => {
  const { items } = await transactions.list(
    companyId,
    { transactionType: 'revaluation', from: date, to: date, sort: 'created' },
    { limit: 1000 },
  );
  return items.length;
};

const closingRates = async (
  exchangeRates: ExchangeRates,
  {
    companyId,
    date,
    currencies,
  }: {
    readonly companyId: CompanyId;
    readonly date: AccountingDate;
    readonly currencies: ReadonlySet<Currency>;
  },
): Promise<KnownRates> => {
  const found = await Promise.all(
    [...currencies]
      .filter((currency) => currency !== Currency.GEL)
      .map((currency) => exchangeRates.findOnOrBefore(companyId, currency, date)),
  );
  return new Map(
    found
      .filter((rate) => rate !== undefined)
      .map(({ currency, rate }) => [currency, ExchangeRate.of(rate)]),
  );
};

const nothingToDo = (date: AccountingDate) => ({
  events: [[]],
  body: (): RevaluationReceipt => ({
    date,
    transactionId: null,
    gainGel: Money.zero().toString(),
    lossGel: Money.zero().toString(),
  }),
});

const posting = (context: RequestContext, content: TransactionContent, ledger: LedgerReference) => {
  const { transactionId, transactionDate } = content;
  const events = transactionDecider.decide(
    {
      type: 'PostPreparedTransaction',
      data: { content },
      metadata: metadataOf(context),
      ledger,
    },
    transactionDecider.initialState(),
  );
  return {
    events: [events],
    bookedOn: [transactionDate],
    body: (): RevaluationReceipt => ({
      date: transactionDate,
      transactionId,
      gainGel: resultOf(content, 'credit'),
      lossGel: resultOf(content, 'debit'),
    }),
  };
};

/**
 * Gains are the credits to income, losses the debits to expenses; balances are in foreign currency.
 */
const resultOf = ({ entries }: TransactionContent, side: 'debit' | 'credit'): string =>
  Money.sum(
    entries
      .filter((entry) => entry.side === side && entry.currency === Currency.GEL)
      .map(({ amountGel }) => Money.of(amountGel)),
  ).toString();
