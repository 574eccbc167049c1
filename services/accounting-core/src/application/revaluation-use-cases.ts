import type { Transaction } from '@accounting/database';
import {
  Currency,
  Money,
  type AccountingDate,
  type CompanyId,
  type NewUuid,
} from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import type { AccountTotals } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import { requireBookableDate } from '../domain/bookable-date-errors';
import type { LedgerReference } from '../domain/ledger-reference';
import { revalueForeignBalances } from '../domain/revaluation';
import type { KnownRates } from '../domain/transaction/commands';
import { transactionDecider } from '../domain/transaction/decide';
import type { TransactionContent } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { streamOf, type LedgerCommands } from './ledger-commands';

export interface RevaluationReceipt {
  readonly date: string;
  /** `null` when no balance needed revaluing. */
  readonly transactionId: string | null;
  readonly gainGel: string;
  readonly lossGel: string;
  /**
   * The first later days that were revalued before, earliest first. What was posted now has changed
   * their balances, so that they are to be revalued again; none when nothing was posted.
   */
  readonly laterRevaluations: readonly string[];
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

/** What a revaluation is decided on. */
export interface ForeignBalances {
  /**
   * Sums up to and including a day, the rates of that day, and the first later days at which a
   * revaluation stands, as the transaction sees them.
   */
  readAt(
    transaction: Transaction,
    companyId: CompanyId,
    question: { readonly accountIds: readonly AccountId[]; readonly date: AccountingDate },
  ): Promise<{
    readonly totals: readonly AccountTotals[];
    readonly rates: KnownRates;
    readonly laterRevaluations: readonly AccountingDate[];
  }>;
}

export interface RevaluationDependencies {
  readonly commands: LedgerCommands;
  readonly foreignBalances: ForeignBalances;
  readonly newUuid: NewUuid;
}

export const createRevaluationUseCases = ({
  commands,
  foreignBalances,
  newUuid,
}: RevaluationDependencies): RevaluationUseCases => ({
  revalue: async (context, { date }) => {
    // Also when nothing is to be revalued: a mistyped year must not look like finished work.
    requireBookableDate(date, context.now, 'date');
    const transactionId = newUuid() as TransactionId;
    return commands.runAlone(context, {
      aggregate: transactionDecider,
      streams: [{ streamId: streamOf('transaction', transactionId), isNew: true }],
      bookedOn: [date],
      // A posting that came between the balances and the commit would not be revalued.
      decide: async (_loaded, ledger, transaction) => {
        const { totals, rates, laterRevaluations } = await foreignBalances.readAt(
          transaction,
          context.companyId,
          { accountIds: monetaryAccounts(ledger), date },
        );
        const content = revalueForeignBalances({
          transactionId,
          asOf: date,
          totals,
          rates,
          ledger,
        });
        if (content === undefined) return nothingToDo(date);
        return posting(context, content, { ledger, laterRevaluations });
      },
    });
  },
});

const monetaryAccounts = (ledger: LedgerReference): readonly AccountId[] =>
  [...ledger.accounts()].filter(({ isMonetary }) => isMonetary).map(({ accountId }) => accountId);

const nothingToDo = (date: AccountingDate) => ({
  events: [[]],
  body: (): RevaluationReceipt => ({
    date,
    transactionId: null,
    gainGel: Money.zero().toString(),
    lossGel: Money.zero().toString(),
    laterRevaluations: [],
  }),
});

const posting = (
  context: RequestContext,
  content: TransactionContent,
  {
    ledger,
    laterRevaluations,
  }: {
    readonly ledger: LedgerReference;
    readonly laterRevaluations: RevaluationReceipt['laterRevaluations'];
  },
) => {
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
    body: (): RevaluationReceipt => ({
      date: transactionDate,
      transactionId,
      gainGel: resultOf(content, 'credit'),
      lossGel: resultOf(content, 'debit'),
      laterRevaluations,
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
