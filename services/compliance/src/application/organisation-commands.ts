import type { Transaction } from '@accounting/database';
import {
  type Aggregate,
  type DomainEvent,
  type EventStore,
  type LoadedAggregate,
  type StreamId,
  type StreamToLoad,
} from '@accounting/event-store';
import type { CompanyId, NewUuid } from '@accounting/kernel';
import { runCommand, type CommandContext, type Answer } from '@accounting/service-host';
import { organisationMarker, type Organisation } from '../domain/organisation';
import type { Organisations } from './organisation-ports';

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
    const { companyId } = context;
    const { events: _events, ...answer } = await runCommand({ eventStore, newUuid }, context, {
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
    });
    return answer;
  },
});

type AggregateName =
  'company' | 'membership' | 'role' | 'company-policy' | 'company-duties' | 'partner';

/** Names the stream of an aggregate. */
export const streamOf = (aggregate: AggregateName, id: string): StreamId => `${aggregate}-${id}`;

/** The same request in another company's space: its facts and its key are recorded there. */
export const inCompany = (context: CommandContext, companyId: CompanyId): CommandContext => ({
  companyId,
  actorId: context.actorId,
  now: context.now,
  correlationId: context.correlationId,
  ...(context.idempotency && { idempotency: context.idempotency }),
  ...(context.expectedVersion !== undefined && { expectedVersion: context.expectedVersion }),
});
