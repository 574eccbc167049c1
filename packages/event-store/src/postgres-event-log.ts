import type { Connection, Database } from '@accounting/database';
import type { Instant, Uuid } from '@accounting/kernel';
import type { CommittedEvent, EventLog, Position, RecordedEvent } from './port';
import { eventColumns, toRecordedEvent, type EventRow } from './postgres-reads';
import type { RecentEvents } from './recent-events';

interface PositionRow {
  readonly transaction_id: string;
  /** bigint */
  readonly sequence: string;
}

const toPosition = (row: PositionRow): Position => ({
  transactionId: row.transaction_id,
  sequence: row.sequence,
});

const start: Position = { transactionId: '0', sequence: '0' };

/** Where the facts are. */
export interface PostgresEventLogOptions {
  /** With the background role, which may read the events of all companies. */
  readonly backgroundDatabase: Database;
  /** Shared with the event store of the process, so that its own facts need not be read back. */
  readonly recentEvents?: RecentEvents;
}

const committed = (columns: string): string =>
  `SELECT ${columns}
   FROM event_sourcing.event_store
   WHERE (transaction_id, sequence) > ($1::xid8, $2::bigint)
     AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
   ORDER BY event_store.transaction_id, event_store.sequence
   LIMIT $3`;

const readEvents = async (
  connection: Connection,
  after: Position,
  limit: number,
): Promise<readonly CommittedEvent[]> => {
  const { rows } = await connection.query<EventRow & PositionRow>({
    name: 'event_log_read_committed',
    text: committed(`${eventColumns}, transaction_id::text, sequence`),
    values: [after.transactionId, after.sequence, limit],
  });
  return rows.map((row) => ({ ...toRecordedEvent(row), position: toPosition(row) }));
};

interface Place {
  readonly eventId: Uuid;
  readonly position: Position;
}

/**
 * Which facts come next, and where. As one text, because a thousand rows cost the driver ten times
 * what it takes to divide a text.
 */
const readPlaces = async (
  connection: Connection,
  after: Position,
  limit: number,
): Promise<readonly Place[]> => {
  const { rows } = await connection.query<{ places: string | null }>({
    name: 'event_log_read_places',
    text: `SELECT string_agg(event_id || ' ' || transaction_id::text || ' ' || sequence, E'\\n'
             ORDER BY next.transaction_id, next.sequence) AS places
           FROM (${committed('event_id, transaction_id, sequence')}) AS next`,
    values: [after.transactionId, after.sequence, limit],
  });
  const places = rows[0]?.places ?? '';
  return places === '' ? [] : places.split('\n').map(toPlace);
};

const toPlace = (line: string): Place => {
  const [eventId = '', transactionId = '', sequence = ''] = line.split(' ');
  return { eventId: eventId as Uuid, position: { transactionId, sequence } };
};

/**
 * The log on PostgreSQL. A transaction that writes anywhere on the same server, in any database,
 * holds back what committed after it began; that is the price of never skipping a late commit.
 */
export const createPostgresEventLog = ({
  backgroundDatabase,
  recentEvents,
}: PostgresEventLogOptions): EventLog => ({
  readCommitted: (after = start, limit) =>
    backgroundDatabase.withoutCompany(async (connection) => {
      if (recentEvents === undefined) return readEvents(connection, after, limit);
      const places = await readPlaces(connection, after, limit);
      const recent = recentEvents.take(places.map(({ eventId }) => eventId));
      // What is committed stays as it is, so that this reads the same facts and no others.
      if (recent === undefined) return readEvents(connection, after, places.length);
      return places.map(({ position }, index) => ({
        ...(recent[index] as RecordedEvent),
        position,
      }));
    }),

  loadCheckpoint: (follower) =>
    backgroundDatabase.withoutCompany(async (connection) => {
      const { rows } = await connection.query<PositionRow>({
        name: 'event_log_load_checkpoint',
        text: `SELECT transaction_id::text, sequence FROM event_sourcing.checkpoints
               WHERE follower = $1`,
        values: [follower],
      });
      return rows[0] && toPosition(rows[0]);
    }),

  saveCheckpoint: (follower, position) =>
    backgroundDatabase.write([], async (transaction) => {
      await transaction.query({
        name: 'event_log_save_checkpoint',
        text: `INSERT INTO event_sourcing.checkpoints AS kept (follower, transaction_id, sequence)
               VALUES ($1, $2::xid8, $3)
               ON CONFLICT (follower) DO UPDATE
               SET transaction_id = excluded.transaction_id, sequence = excluded.sequence
               WHERE (kept.transaction_id, kept.sequence)
                   < (excluded.transaction_id, excluded.sequence)`,
        values: [follower, position.transactionId, position.sequence],
      });
    }),
});

/**
 * Forgets idempotency claims recorded before an instant, at most `limit` of them; resolves with how
 * many. A repeat of a request whose claim is gone is a new request, so keep them for days.
 */
export const deleteIdempotencyRecordsBefore = (
  backgroundDatabase: Database,
  instant: Instant,
  limit: number,
): Promise<number> =>
  backgroundDatabase.write([], async (transaction) => {
    const { rows } = await transaction.query<{ deleted: number }>({
      name: 'event_store_delete_claims',
      text: 'SELECT event_sourcing.delete_idempotency_records($1, $2) AS deleted',
      values: [instant, limit],
    });
    return rows[0]?.deleted ?? 0;
  });
