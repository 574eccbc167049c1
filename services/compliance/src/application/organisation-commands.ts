import type { Transaction } from '@accounting/database';
import {
  executeCommand,
  type Aggregate,
  type DomainEvent,
  type EventStore,
  type LoadedAggregate,
  type StreamId,
  type StreamToLoad,
} from '@accounting/event-store';
import type { ActorId, CompanyId, Instant, NewUuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { CommandMetadata } from '../domain/command';
import { organisationMarker, type Organisation } from '../domain/organisation';
import type { Organisations } from './organisation-ports';

/** Who asks for what: a request, or the service itself at its first start. */
export type CommandContext = Pick<
  RequestContext,
  'companyId' | 'correlationId' | 'idempotency' | 'expectedVersion'
> & { readonly actorId: ActorId; readonly now: Instant };

/** What one command wants recorded, and what it will answer when it is. */
export interface OrganisationDecision<Event, Body> {
  /** Per stream, in the order they were asked for. */
  readonly events: readonly (readonly Event[])[];
  readonly body: (versions: readonly number[]) => Body;
  /** Rows that are no facts; see `Decision` of the event store. */
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}

/** Rows to write together with the facts, by the organisation that these are decided on. */
export type AlongsideFor = (
  organisation: Organisation,
) => (transaction: Transaction) => Promise<void>;

export interface OrganisationCommand<Event extends DomainEvent, State, Body> {
  readonly aggregate: Aggregate<Event, State>;
  readonly streams: readonly StreamToLoad[];
  /** Pure but for reads; called again after a lost race. */
  readonly decide: (
    loaded: readonly LoadedAggregate<State>[],
    organisation: Organisation,
  ) => OrganisationDecision<Event, Body>;
}

/** How every command on companies, members, roles, duties and partners runs. */
export interface OrganisationCommands {
  /**
   * Decides on the aggregate and on the company's organisation, and records the decision only if
   * both are still what they were. The first stream's version becomes the answer's.
   */
  run<Event extends DomainEvent, State, Body>(
    context: CommandContext,
    command: OrganisationCommand<Event, State, Body>,
  ): Promise<Answer<Body>>;
}

export const createOrganisationCommands = ({
  eventStore,
  organisations,
  newUuid,
}: {
  readonly eventStore: EventStore<Transaction>;
  readonly organisations: Organisations;
  readonly newUuid: NewUuid;
}): OrganisationCommands => ({
  run: async (context, { aggregate, streams, decide }) => {
    const { companyId, actorId, correlationId, idempotency, expectedVersion } = context;
    const { answer, version, replayed } = await executeCommand(eventStore, {
      companyId,
      aggregate,
      streams,
      decide: async (loaded) => {
        const organisation = await organisations.load(companyId);
        const { events, body, alongside } = decide(loaded, organisation);
        const isChange = events.some((list) => list.length > 0);
        return {
          events,
          answer: body,
          requiredMarkers: [{ name: organisationMarker, version: organisation.version }],
          ...(isChange && { advancedMarkers: [organisationMarker] }),
          ...(alongside !== undefined && { alongside }),
        };
      },
      newUuid,
      occurredAt: context.now,
      metadata: { actorId, correlationId },
      ...(idempotency && { idempotency }),
      ...(expectedVersion !== undefined && { expectedVersion }),
    });
    return { body: answer, version, replayed };
  },
});

type AggregateName =
  'company' | 'membership' | 'role' | 'company-policy' | 'company-duties' | 'partner';

/** Names the stream of an aggregate. */
export const streamOf = (aggregate: AggregateName, id: string): StreamId => `${aggregate}-${id}`;

/** What the domain is told about a request. */
export const metadataOf = ({ actorId, now }: CommandContext): CommandMetadata => ({
  actorId,
  now,
});

/** The aggregate of commands that touch streams of several kinds: their events, as they are. */
export const factList: Aggregate<DomainEvent, readonly DomainEvent[]> = {
  initialState: () => [],
  evolve: (facts, fact) => [...facts, fact],
};

/** The same request in another company's space: its facts and its key are recorded there. */
export const inCompany = (context: CommandContext, companyId: CompanyId): CommandContext => ({
  companyId,
  actorId: context.actorId,
  now: context.now,
  correlationId: context.correlationId,
  ...(context.idempotency && { idempotency: context.idempotency }),
  ...(context.expectedVersion !== undefined && { expectedVersion: context.expectedVersion }),
});
