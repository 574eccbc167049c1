import type {
  CommittedEvent,
  CommitUnit,
  EventLog,
  EventMetadata,
  IdempotencyClaim,
  Json,
  NewEvent,
  StreamAppend,
  StreamId,
} from '@accounting/event-store';
import { newUuid, type ActorId, type CompanyId, type Instant } from '@accounting/kernel';

export const newCompany = (): CompanyId => newUuid() as CompanyId;

export const newStream = (): StreamId => `transaction-${newUuid()}`;

export const occurredAt = '2026-11-22T10:15:30.123Z' as Instant;

export const metadata: EventMetadata = {
  actorId: 'nino' as ActorId,
  correlationId: 'request-1',
};

export const anEvent = (data: unknown = { amount: '10.10' }, type = 'AmountBooked'): NewEvent => ({
  eventId: newUuid(),
  type,
  schemaVersion: 1,
  data,
  occurredAt,
  metadata,
});

export const anAppend = (
  streamId: StreamId,
  expectedVersion: number,
  ...events: readonly NewEvent[]
): StreamAppend => ({
  streamId,
  expectedVersion,
  events: events.length === 0 ? [anEvent()] : events,
});

export const hashOf = (digit: string): string => digit.repeat(64);

export const aClaim = (key: string, digit = '0', answer: Json = { key }): IdempotencyClaim => ({
  key,
  requestHash: hashOf(digit),
  answer,
});

/** A unit that creates a stream of its own unless told otherwise. */
export const aUnit = (
  companyId: CompanyId,
  unit: Partial<Omit<CommitUnit, 'companyId'>> = {},
): CommitUnit => ({ companyId, appends: [anAppend(newStream(), 0)], ...unit });

/** Everything that shows in a log, page by page. */
export const readWholeLog = async (log: EventLog): Promise<readonly CommittedEvent[]> => {
  const all: CommittedEvent[] = [];
  for (;;) {
    const page = await log.readCommitted(all.at(-1)?.position, 500);
    if (page.length === 0) return all;
    all.push(...page);
  }
};

/** A promise and the means to settle it. */
export const gate = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};
