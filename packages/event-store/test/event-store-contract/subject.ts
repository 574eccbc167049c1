import type {
  CommitOutcome,
  CommittedEvent,
  EventLog,
  EventStore,
  InlineProjection,
  RecordedEvent,
} from '@accounting/event-store';
import type { CompanyId } from '@accounting/kernel';
import { aUnit, newCompany, readWholeLog } from '../fixtures';

/** A store and log over the same facts. */
export interface EventStoreSubject {
  readonly store: EventStore<unknown>;
  readonly log: EventLog;
  readonly close: () => Promise<void>;
}

/** Makes the store under test; it keeps the projection given inline. */
export type EventStoreFactory = (
  projection: InlineProjection<unknown>,
) => Promise<EventStoreSubject>;

/** What a test is given. */
export interface Given extends Omit<EventStoreSubject, 'close'> {
  /** Companies that no other test knows. */
  readonly company: CompanyId;
  readonly other: CompanyId;
  /** What the store hands to its projection from now on. */
  readonly projected: readonly RecordedEvent[];
  readonly readLog: () => Promise<readonly CommittedEvent[]>;
  /** All that the log holds of a company, whatever holds it back. */
  readonly logOf: (companyId: CompanyId) => Promise<readonly CommittedEvent[]>;
}

/** Called once by each test. */
export type GiveSubject = () => Given;

/** The projection refuses events named so, as a constraint of a read model would. */
export const refusedType = 'EventThatTheProjectionRefuses';

/** Opens one store for all tests that follow, and closes it behind them. */
export const openSubject = (create: EventStoreFactory): GiveSubject => {
  let subject: EventStoreSubject;
  let projected: RecordedEvent[] = [];

  const projection: InlineProjection<unknown> = async (_transaction, events) => {
    if (events.some(({ type }) => type === refusedType)) throw new Error('refused by projection');
    projected.push(...events);
  };

  beforeAll(async () => {
    subject = await create(projection);
  });
  afterAll(() => subject.close());

  const readLog = (): Promise<readonly CommittedEvent[]> => readWholeLog(subject.log);

  /**
   * A commit shows in the log once older transactions anywhere on the server have ended. A later
   * commit that shows proves that everything before it does.
   */
  const logOf = async (companyId: CompanyId): Promise<readonly CommittedEvent[]> => {
    const later = newCompany();
    await subject.store.commit(aUnit(later));
    for (;;) {
      const log = await readLog();
      if (log.some((event) => event.companyId === later)) {
        return log.filter((event) => event.companyId === companyId);
      }
    }
  };

  return () => {
    projected = [];
    const { store, log } = subject;
    return { store, log, company: newCompany(), other: newCompany(), projected, readLog, logOf };
  };
};

export const statusesOf = (outcomes: readonly CommitOutcome[]): string[] =>
  outcomes.map(({ status }) => status).sort();

export const count = (statuses: readonly string[], status: string): number =>
  statuses.filter((candidate) => candidate === status).length;
