import {
  eventList,
  type DomainEvent,
  type LoadedAggregate,
  type StreamToLoad,
} from '@accounting/event-store';
import {
  AccountingDate,
  AccountingMonth,
  reject,
  type ErrorDefinition,
  type NewUuid,
} from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import { fiscalYearDecider } from '../domain/fiscal-year/decide';
import type { FiscalYearEvent } from '../domain/fiscal-year/events';
import type { FiscalYear } from '../domain/fiscal-year/state';
import { transactionDecider } from '../domain/transaction/decide';
import type { TransactionContent, TransactionEvent } from '../domain/transaction/events';
import type { TransactionId } from '../domain/transaction/transaction-id';
import { closeFiscalYear, requireFiscalYear } from '../domain/year-end-closing';
import { reopenFiscalYear } from '../domain/year-reopening';
import { streamOf, type LedgerCommands } from './ledger-commands';
import type { Balances, FiscalPeriods, FiscalYearView } from './ports';

export interface YearReceipt {
  readonly year: number;
  readonly status: 'open' | 'closed';
  readonly version: number;
  readonly closingTransactionId: string | null;
  readonly profitGel: string | null;
}

interface Subject {
  readonly year: number;
}

export interface FiscalYearUseCases {
  findYear(context: RequestContext, input: Subject): Promise<Answer<FiscalYearView>>;
  closeYear(context: RequestContext, input: Subject): Promise<Answer<YearReceipt>>;
  reopenYear(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<YearReceipt>>;
}

export interface FiscalYearDependencies {
  readonly commands: LedgerCommands;
  readonly periods: FiscalPeriods;
  readonly balances: Balances;
  readonly newUuid: NewUuid;
}

const yearChanged: ErrorDefinition = {
  code: 'accounting-core.fiscal_year_changed',
  kind: 'aborted',
  message: 'Somebody else closed or reopened the year at the same moment; look again and retry.',
};

export const createFiscalYearUseCases = (
  dependencies: FiscalYearDependencies,
): FiscalYearUseCases => ({
  findYear: async ({ companyId }, { year }) => {
    const found = await dependencies.periods.findYear(companyId, year);
    return { body: found, version: found.version };
  },
  closeYear: (context, input) => closeYear(context, input, dependencies),
  reopenYear: (context, input) => reopenYear(context, input, dependencies),
});

/** The year, its transaction and its months change together, so their streams are read together. */
const closeYear = (
  context: RequestContext,
  { year }: Subject,
  { commands, balances, newUuid }: FiscalYearDependencies,
): Promise<Answer<YearReceipt>> => {
  const closingTransactionId = newUuid() as TransactionId;
  return commands.run(context, {
    aggregate: eventList,
    streams: [
      yearStream(year),
      { streamId: streamOf('transaction', closingTransactionId), isNew: true },
      ...periodStreams(year),
    ],
    decide: async ([loadedYear], ledger) => {
      // Before the balances are read, which end where no books can: after the year 9999 is no day.
      requireFiscalYear(year, context.now);
      // Read after the ledger: its periods are closed, and to close one waits for every posting
      // under way. Nothing is posted to the year any more unless a period is opened again, and the
      // commit notices that.
      const { opening, closing } = await balances.atBothEnds(context.companyId, {
        from: AccountingDate.of(`${year}-01-01`),
        to: AccountingDate.of(`${year}-12-31`),
      });
      const { closed, posted, locked } = closeFiscalYear(
        {
          type: 'CloseFiscalYear',
          data: { year, closingTransactionId, totals: closing, totalsBefore: opening },
          metadata: metadataOf(context),
          ledger,
        },
        yearState(loadedYear),
      );
      const { profitGel } = closed.data;
      return {
        events: [
          [closed],
          posted === undefined ? [] : [posted],
          ...AccountingMonth.ofYear(year).map((period) =>
            locked.filter(({ data }) => data.period === period),
          ),
        ],
        changesReference: true,
        bookedOn: posted === undefined ? [] : [posted.data.transactionDate],
        body: ([version = 0]) => ({
          year,
          status: 'closed' as const,
          version,
          closingTransactionId: posted === undefined ? null : closingTransactionId,
          profitGel,
        }),
      };
    },
  });
};

const reopenYear = async (
  context: RequestContext,
  { year, reason }: Subject & { readonly reason: string },
  { commands, periods, newUuid }: FiscalYearDependencies,
): Promise<Answer<YearReceipt>> => {
  const { closingTransactionId } = await periods.findYear(context.companyId, year);
  const reversalTransactionId = newUuid() as TransactionId;
  const transactionStreams =
    closingTransactionId === null
      ? []
      : [
          { streamId: streamOf('transaction', closingTransactionId) },
          { streamId: streamOf('transaction', reversalTransactionId), isNew: true },
        ];
  return commands.run(context, {
    aggregate: eventList,
    streams: [yearStream(year), ...transactionStreams, ...periodStreams(year)],
    decide: ([loadedYear, loadedClosing], ledger) => {
      const state = yearState(loadedYear);
      if (state.status === 'closed' && state.closingTransactionId !== closingTransactionId) {
        throw reject(yearChanged, { year });
      }
      const closing = closingTransactionId === null ? undefined : contentOf(loadedClosing);
      const { reopened, reversal, unlocked } = reopenFiscalYear(
        {
          type: 'ReopenFiscalYear',
          data: { year, reason, reversalTransactionId, closing },
          metadata: metadataOf(context),
          ledger,
        },
        state,
      );
      const reversalEvents = reversal === undefined ? [] : [[reversal.reversed], [reversal.posted]];
      return {
        events: [[reopened], ...reversalEvents, ...unlocked.map((event) => [event])],
        changesReference: true,
        bookedOn: reversal === undefined ? [] : [reversal.posted.data.transactionDate],
        body: ([version = 0]) => ({
          year,
          status: 'open' as const,
          version,
          closingTransactionId: null,
          profitGel: null,
        }),
      };
    },
  });
};

const yearStream = (year: number): StreamToLoad => ({ streamId: streamOf('fiscal-year', year) });

const periodStreams = (year: number): readonly StreamToLoad[] =>
  AccountingMonth.ofYear(year).map((period) => ({ streamId: streamOf('fiscal-period', period) }));

type LoadedEvents = LoadedAggregate<readonly DomainEvent[]> | undefined;

// Each stream holds the events of the one aggregate it is named after.
const yearState = (loaded: LoadedEvents): FiscalYear =>
  ((loaded?.state ?? []) as readonly FiscalYearEvent[]).reduce(
    fiscalYearDecider.evolve,
    fiscalYearDecider.initialState(),
  );

const contentOf = (loaded: LoadedEvents): TransactionContent | undefined => {
  const transaction = ((loaded?.state ?? []) as readonly TransactionEvent[]).reduce(
    transactionDecider.evolve,
    transactionDecider.initialState(),
  );
  return transaction.status === 'absent' ? undefined : transaction.content;
};
