import {
  executeCommand,
  type Aggregate,
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
import type { Answer, RequestContext } from '@accounting/service-host';
import type { CommandMetadata } from '../domain/command';
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
}

export interface LedgerCommandDependencies {
  readonly eventStore: EventStore<unknown>;
  readonly references: LedgerReferences;
  readonly partitions: JournalPartitions;
  readonly metrics: LedgerMetrics;
  readonly newUuid: NewUuid;
}

export const createLedgerCommands = (dependencies: LedgerCommandDependencies): LedgerCommands => ({
  run: async (context, command) => {
    const { eventStore, references, partitions, newUuid } = dependencies;
    const { companyId, actorId, correlationId, idempotency, expectedVersion } = context;
    const change = { ofReference: false };
    const result = await executeCommand(eventStore, {
      companyId,
      aggregate: command.aggregate,
      streams: command.streams,
      newUuid,
      occurredAt: context.now,
      metadata: { actorId, correlationId },
      ...(idempotency && { idempotency }),
      ...(expectedVersion !== undefined && { expectedVersion }),
      decide: async (loaded, attempt) => {
        if (attempt.staleMarker !== undefined) references.invalidate(companyId);
        const { ledger, decision } = await decideOnReference(references, companyId, (reference) =>
          command.decide(loaded, reference),
        );
        if (decision.bookedOn !== undefined) await partitions.ensure(monthsOf(decision.bookedOn));
        change.ofReference = decision.changesReference === true;
        return {
          events: decision.events,
          answer: decision.body,
          requiredMarkers: [{ name: ledgerMarker, version: ledger.version }],
          ...(change.ofReference && { advancedMarkers: [ledgerMarker] }),
        };
      },
    });
    if (change.ofReference) references.invalidate(companyId);
    dependencies.metrics.recorded(result.events);
    return { body: result.answer, version: result.version, replayed: result.replayed };
  },
});

/**
 * The commit finds out when a decision relied on stale reference data, but a refusal never gets
 * there. So it stands only on reference data that is current, which another process may have
 * changed.
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
    if (!(refusal instanceof DomainError) || refusal.kind === 'invalid_argument') throw refusal;
    const current = await references.loadCurrent(companyId);
    if (current.version === ledger.version) throw refusal;
    return { ledger: current, decision: await decide(current) };
  }
};

const monthsOf = (dates: readonly AccountingDate[]): readonly AccountingMonth[] =>
  dates.map((date) => AccountingDate.monthOf(date));

/** The aggregate of commands that touch streams of several kinds: their events, as they are. */
export const eventList: Aggregate<DomainEvent, readonly DomainEvent[]> = {
  initialState: () => [],
  evolve: (events, event) => [...events, event],
};

/** Names the stream of an aggregate. */
export const streamOf = (aggregate: LedgerAggregateName, id: string | number): StreamId =>
  `${aggregate}-${id}`;

export type LedgerAggregateName =
  'account' | 'transaction' | 'fiscal-period' | 'fiscal-year' | 'exchange-rate' | 'ledger-settings';

/** What the domain is told about a request. */
export const metadataOf = ({ actorId, now }: RequestContext): CommandMetadata => ({ actorId, now });
