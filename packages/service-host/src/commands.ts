import type { Transaction } from '@accounting/database';
import {
  executeCommand,
  type CommandRequest,
  type RecordedEvent,
  type DomainEvent,
  type EventStore,
} from '@accounting/event-store';
import type { ActorId, CommandMetadata, Instant, NewUuid } from '@accounting/kernel';
import type { Answer, RequestContext } from './context';

/** Who asks for what: a request, or a service on its own account. */
export type CommandContext = Pick<
  RequestContext,
  'companyId' | 'correlationId' | 'idempotency' | 'expectedVersion'
> & { readonly actorId: ActorId; readonly now: Instant };

/** What the domain is told about a request. */
export const metadataOf = ({
  actorId,
  now,
}: Pick<CommandContext, 'actorId' | 'now'>): CommandMetadata => ({ actorId, now });

/**
 * Decides and records what a request asks for. Who asks is recorded with the facts; a repeated
 * Idempotency-Key gets the first answer, and a version that is not the present one is refused.
 */
export const runCommand = async <Event extends DomainEvent, State, Body>(
  {
    eventStore,
    newUuid,
  }: { readonly eventStore: EventStore<Transaction>; readonly newUuid: NewUuid },
  context: CommandContext,
  request: Pick<
    CommandRequest<Event, State, Body, Transaction>,
    'aggregate' | 'streams' | 'decide'
  >,
): Promise<Answer<Body> & { readonly events: readonly RecordedEvent[] }> => {
  const { companyId, actorId, correlationId, now, idempotency, expectedVersion } = context;
  const { answer, version, replayed, events } = await executeCommand(eventStore, {
    ...request,
    companyId,
    newUuid,
    occurredAt: now,
    metadata: { actorId, correlationId },
    ...(idempotency && { idempotency }),
    ...(expectedVersion !== undefined && { expectedVersion }),
  });
  return { body: answer, version, replayed, events };
};
