import type { Transaction } from '@accounting/database';
import {
  createPostgresEventStore,
  type CommitOutcome,
  type CommitUnit,
  type EventStore,
} from '@accounting/event-store';
import type { CompanyId, Uuid } from '@accounting/kernel';
import { Client, type QueryResultRow } from 'pg';
import { gate, newCompany } from './fixtures';
import { createPostgresSubject, type PostgresSubject } from './postgres-subject';

/** What a test is given: two processes of one service, and a look at all that is stored. */
export interface Given {
  readonly subject: PostgresSubject;
  readonly store: EventStore<Transaction>;
  /** A second process of the same service. */
  readonly otherStore: EventStore<Transaction>;
  /** A company that no other test knows. */
  readonly company: CompanyId;
  readonly asOwner: <Row extends QueryResultRow>(
    sql: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>;
  /** What is committed of the company, in the order of the log, whatever holds the log back. */
  readonly recordedIds: () => Promise<readonly Uuid[]>;
  /** Resolves when somebody waits for a lock that somebody else holds. */
  readonly somebodyWaits: () => Promise<void>;
}

/** Opens one database for all tests that follow, and closes it behind them. */
export const openTwoProcesses = (): (() => Given) => {
  let subject: PostgresSubject;
  let owner: Client;
  let stores: Pick<Given, 'store' | 'otherStore'>;

  beforeAll(async () => {
    subject = await createPostgresSubject();
    owner = new Client({ connectionString: subject.urls.ownerUrl });
    await owner.connect();
    const open = () =>
      createPostgresEventStore({ database: subject.database, inlineProjections: [] });
    stores = { store: open(), otherStore: open() };
  });
  afterAll(async () => {
    await owner.end();
    await subject.close();
  });

  const asOwner: Given['asOwner'] = async <Row extends QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ) => (await owner.query<Row>(sql, [...values])).rows;

  const somebodyWaits = async (): Promise<void> => {
    const waiting = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE NOT granted AND datname = current_database()`;
    while ((await asOwner(waiting)).length === 0);
  };

  return () => {
    const company = newCompany();
    const recordedIds = async () => {
      const rows = await asOwner<{ event_id: Uuid }>(
        `SELECT event_id FROM event_sourcing.event_store WHERE company_id = $1
         ORDER BY transaction_id, sequence`,
        [company],
      );
      return rows.map(({ event_id: eventId }) => eventId);
    };
    return { subject, ...stores, company, asOwner, recordedIds, somebodyWaits };
  };
};

/** Writes a unit, and commits it when released; resolves when it is written. */
export const underWay = async (
  store: EventStore<Transaction>,
  unit: CommitUnit,
): Promise<{
  readonly outcomes: Promise<readonly CommitOutcome[]>;
  readonly release: () => void;
}> => {
  const [written, released] = [gate(), gate()];
  const outcomes = store.commitTogether([unit], async () => {
    written.open();
    await released.opened;
  });
  await Promise.race([written.opened, outcomes]);
  return { outcomes, release: released.open };
};
