import type { Transaction } from '@accounting/database';
import {
  type Aggregate,
  type CommandRequest,
  type Decision,
  type DomainEvent,
  type EventStore,
  type LoadedAggregate,
  type StreamId,
  type StreamToLoad,
} from '@accounting/event-store';
import {
  AccountingDate,
  DomainError,
  type AccountingMonth,
  type CompanyId,
  type NewUuid,
} from '@accounting/kernel';
import { runCommand, type Answer, type RequestContext } from '@accounting/service-host';
import { ledgerMarker, type LedgerReference } from '../domain/ledger-reference';
import type { JournalPartitions, LedgerMetrics, LedgerReferences } from './ports';

/** What one command wants recorded, and what it will answer when it is. */
export interface LedgerDecision<Event, Body> {
  /** Per stream, in the order they were asked for. */
  readonly events: readonly (readonly Event[])[];
  readonly body: (versions: readonly number[]) => Body;
  /** True when accounts, periods or settings change: cached reference data is then stale. */
  readonly changesReference?: boolean;
  /** Days that receive entries, so that the journal has room for them. */
  readonly bookedOn?: readonly AccountingDate[];
}

export interface LedgerCommand<Event extends DomainEvent, State, Body> {
  readonly aggregate: Aggregate<Event, State>;
  readonly streams: readonly StreamToLoad[];
  /** Pure but for reads; called again after a lost race. */
  readonly decide: (
    loaded: readonly LoadedAggregate<State>[],
    ledger: LedgerReference,
  ) => LedgerDecision<Event, Body> | Promise<LedgerDecision<Event, Body>>;
}

type RecordedDecision<Event, Body> = Pick<LedgerDecision<Event, Body>, 'events' | 'body'>;

/** A command that is decided on balances. */
export interface LedgerCommandAlone<Event extends DomainEvent, State, Body> {
  readonly aggregate: Aggregate<Event, State>;
  readonly streams: readonly StreamToLoad[];
  /** Days that may receive entries. The journal has room for them before the decision begins. */
  readonly bookedOn: readonly AccountingDate[];
  /** Reads through the transaction only, and quickly: the company's postings wait for it. */
  decide(
    loaded: readonly LoadedAggregate<State>[],
    ledger: LedgerReference,
    transaction: Transaction,
  ): Promise<RecordedDecision<Event, Body>>;
}

/** How every command of the ledger runs. */
export interface LedgerCommands {
  /**
   * Decides on the aggregate and the company's reference data, and records the decision only if
   * both are still what they were. The first stream's version becomes the answer's.
   */
  run<Event extends DomainEvent, State, Body>(
    context: RequestContext,
    command: LedgerCommand<Event, State, Body>,
  ): Promise<Answer<Body>>;

  /**
   * As `run`, but decides inside the transaction that records the decision, while nothing else is
   * posted for the company: on every posting recorded before, and none is recorded between.
   */
  runAlone<Event extends DomainEvent, State, Body>(
    context: RequestContext,
    command: LedgerCommandAlone<Event, State, Body>,
  ): Promise<Answer<Body>>;
}

export interface LedgerCommandDependencies {
  readonly eventStore: EventStore<Transaction>;
  readonly references: LedgerReferences;
  readonly partitions: JournalPartitions;
  readonly metrics: LedgerMetrics;
  readonly newUuid: NewUuid;
}

export const createLedgerCommands = (dependencies: LedgerCommandDependencies): LedgerCommands => {
  const { eventStore, references, partitions, metrics, newUuid } = dependencies;

  const execute = async <Event extends DomainEvent, State, Body>(
    context: RequestContext,
    request: Pick<
      CommandRequest<Event, State, Body, Transaction>,
      'aggregate' | 'streams' | 'decide'
    >,
  ): Promise<Answer<Body>> => {
    const { events, ...answer } = await runCommand({ eventStore, newUuid }, context, request);
    metrics.recorded(events);
    return answer;
  };

  return {
    run: async (context, { aggregate, streams, decide }) => {
      const { companyId } = context;
      const change = { ofReference: false };
      const answer = await execute(context, {
        aggregate,
        streams,
        decide: async (loaded, attempt) => {
          if (attempt.staleMarker !== undefined) references.invalidate(companyId);
          const { ledger, decision } = await decideOnReference(references, companyId, (reference) =>
            decide(loaded, reference),
          );
          if (decision.bookedOn !== undefined) await partitions.ensure(monthsOf(decision.bookedOn));
          change.ofReference = decision.changesReference === true;
          return {
            ...recordedOn(ledger, decision),
            ...(change.ofReference && { advancedMarkers: [ledgerMarker] }),
          };
        },
      });
      if (change.ofReference) references.invalidate(companyId);
      return answer;
    },

    runAlone: (context, command) =>
      execute(context, {
        aggregate: command.aggregate,
        streams: command.streams,
        decide: async (loaded, attempt) => {
          if (attempt.staleMarker !== undefined) references.invalidate(context.companyId);
          await partitions.ensure(monthsOf(command.bookedOn));
          const ledger = await references.load(context.companyId);
          return {
            heldMarker: { name: ledgerMarker, version: ledger.version },
            decide: async (transaction) =>
              recordedOn(ledger, await command.decide(loaded, ledger, transaction)),
          };
        },
      }),
  };
};

/** What the event store is told of a decision: it holds only on the ledger it was made on. */
const recordedOn = <Event, Body>(
  { version }: LedgerReference,
  { events, body }: RecordedDecision<Event, Body>,
): Decision<Event, Body> => ({
  events,
  answer: body,
  requiredMarkers: [{ name: ledgerMarker, version }],
});

/**
 * The commit finds out when a decision relied on stale reference data, but a refusal never gets
 * there, nor does a failure on rows that the data does not know yet. So they stand only on
 * reference data that is current, which another process may have changed.
 */
const decideOnReference = async <Decision>(
  references: LedgerReferences,
  companyId: CompanyId,
  decide: (ledger: LedgerReference) => Decision | Promise<Decision>,
): Promise<{ readonly ledger: LedgerReference; readonly decision: Decision }> => {
  const ledger = await references.load(companyId);
  try {
    return { ledger, decision: await decide(ledger) };
  } catch (refusal) {
    // What is wrong with the input is wrong on any reference data.
    if (refusal instanceof DomainError && refusal.kind === 'invalid_argument') throw refusal;
    const current = await references.loadCurrent(companyId);
    if (current.version === ledger.version) throw refusal;
    return { ledger: current, decision: await decide(current) };
  }
};

const monthsOf = (dates: readonly AccountingDate[]): readonly AccountingMonth[] =>
  dates.map((date) => AccountingDate.monthOf(date));

/** Names the stream of an aggregate. */
export const streamOf = (aggregate: LedgerAggregateName, id: string | number): StreamId =>
  `${aggregate}-${id}`;

export type LedgerAggregateName =
  'account' | 'transaction' | 'fiscal-period' | 'fiscal-year' | 'exchange-rate' | 'ledger-settings';
