import type { Connection, Database } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type {
  ConsistencyMarker,
  EventMetadata,
  EventStore,
  IdempotencyClaim,
  RecordedEvent,
  Snapshot,
  StreamId,
} from './port';

/** A row of `event_store`. */
export interface EventRow {
  readonly company_id: CompanyId;
  readonly stream_id: StreamId;
  readonly stream_version: number;
  readonly event_id: Uuid;
  readonly event_type: string;
  readonly schema_version: number;
  readonly data: unknown;
  readonly metadata: EventMetadata;
  readonly occurred_at: Instant;
}

export const eventColumns =
  'company_id, stream_id, stream_version, event_id, event_type, schema_version, data, metadata, ' +
  'occurred_at';

export const toRecordedEvent = (row: EventRow): RecordedEvent => ({
  companyId: row.company_id,
  streamId: row.stream_id,
  streamVersion: row.stream_version,
  eventId: row.event_id,
  type: row.event_type,
  schemaVersion: row.schema_version,
  data: row.data,
  metadata: row.metadata,
  occurredAt: row.occurred_at,
});

/** The current version of each marker named, as the connection sees it. */
export const markersOn = async (
  connection: Connection,
  companyId: CompanyId,
  names: readonly string[],
): Promise<readonly ConsistencyMarker[]> => {
  const { rows } = await connection.query<{ name: string; version: string }>({
    name: 'event_store_read_markers',
    text: `SELECT name, version FROM event_sourcing.consistency_markers
           WHERE company_id = $1 AND name = ANY ($2)`,
    values: [companyId, names],
  });
  const versions = new Map(rows.map(({ name, version }) => [name, Number(version)]));
  return names.map((name) => ({ name, version: versions.get(name) ?? 0 }));
};

type Reads = Omit<
  EventStore<unknown>,
  'commit' | 'commitTogether' | 'commitInParts' | 'commitAlone'
>;

/** Everything of the store that does not record facts. */
export const createPostgresReads = (database: Database): Reads => ({
  readStream: (companyId, streamId, afterVersion) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<EventRow>({
        name: 'event_store_read_stream',
        text: `SELECT ${eventColumns} FROM event_sourcing.event_store
               WHERE company_id = $1 AND stream_id = $2 AND stream_version > $3
               ORDER BY stream_version`,
        values: [companyId, streamId, afterVersion],
      });
      return rows.map(toRecordedEvent);
    }),

  findIdempotencyClaim: (companyId, key) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<IdempotencyClaim>({
        name: 'event_store_find_claim',
        text: `SELECT key, request_hash AS "requestHash", answer
               FROM event_sourcing.idempotency_records WHERE company_id = $1 AND key = $2`,
        values: [companyId, key],
      });
      return rows[0];
    }),

  readMarkers: (companyId, names) =>
    database.read(companyId, (connection) => markersOn(connection, companyId, names)),

  findSnapshot: (companyId, streamId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<Snapshot>({
        name: 'event_store_find_snapshot',
        text: `SELECT stream_version AS "streamVersion", schema_version AS "schemaVersion", state
               FROM event_sourcing.aggregate_snapshots WHERE company_id = $1 AND stream_id = $2`,
        values: [companyId, streamId],
      });
      return rows[0];
    }),

  saveSnapshot: (companyId, streamId, { streamVersion, schemaVersion, state }) =>
    database.write([companyId], async (transaction) => {
      await transaction.query({
        name: 'event_store_save_snapshot',
        text: `INSERT INTO event_sourcing.aggregate_snapshots AS kept
                 (company_id, stream_id, stream_version, schema_version, state)
               VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (company_id, stream_id) DO UPDATE
               SET stream_version = excluded.stream_version,
                   schema_version = excluded.schema_version,
                   state = excluded.state
               WHERE kept.stream_version <= excluded.stream_version`,
        values: [companyId, streamId, streamVersion, schemaVersion, JSON.stringify(state)],
      });
    }),
});
