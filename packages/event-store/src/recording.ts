import {
  bigintColumn,
  booleanColumn,
  databaseErrors,
  instantColumn,
  integerColumn,
  jsonColumn,
  textColumn,
  uuidColumn,
  type Column,
  type Transaction,
} from '@accounting/database';
import { DomainError, exhaustive } from '@accounting/kernel';
import { recordedEvents, type EncodedUnit } from './encoded-unit';
import { encodeMarkers } from './encoded-markers';
import type { CommitOutcome, InlineProjection, Json, RecordedEvent, StreamId } from './port';

type Refusal = Exclude<CommitOutcome['status'], 'committed'>;

interface RefusalRow {
  /** bigint */
  readonly unit: string;
  readonly status: Refusal;
  readonly subject: string | null;
  readonly answer: Json;
}

/** What becomes of a unit when nothing is wrong with it. */
export const hopedFor = ({ unit }: EncodedUnit): CommitOutcome => ({
  status: 'committed',
  events: recordedEvents(unit),
});

/**
 * Has PostgreSQL check and record units in one round trip. No stream and no idempotency key may
 * occur in two of them. Resolves with the outcome of each.
 */
export const recordUnits = async (
  transaction: Transaction,
  units: readonly EncodedUnit[],
  hoped = units.map(hopedFor),
): Promise<readonly CommitOutcome[]> => {
  const { rows } = await transaction.query<RefusalRow>({
    ...recordUnitsQuery,
    values: [...unitColumns(units), ...eventColumns(units), encodeMarkers(units)],
  });
  if (rows.length === 0) return hoped;
  const refused = new Map(rows.map((row) => [Number(row.unit), toOutcome(row)]));
  return hoped.map((outcome, index) => refused.get(units[index]?.number ?? 0) ?? outcome);
};

/** Records groups of units, each as `recordUnits` takes them, sent together and done in turn. */
export const recordInWaves = async (
  transaction: Transaction,
  waves: readonly (readonly EncodedUnit[])[],
): Promise<readonly CommitOutcome[]> =>
  (await Promise.all(waves.map((units) => recordUnits(transaction, units)))).flat();

/** Writes the rows that must agree with the events of all committed units. */
export const project = async (
  transaction: Transaction,
  outcomes: readonly CommitOutcome[],
  projections: readonly InlineProjection<Transaction>[],
): Promise<void> => {
  const events: RecordedEvent[] = [];
  for (const outcome of outcomes) {
    if (outcome.status === 'committed') events.push(...outcome.events);
  }
  if (events.length === 0) return;
  for (const projection of projections) await projection(transaction, events);
};

/**
 * True when another transaction recorded the same version, key or marker between our checks and our
 * writes, or locked what we locked the other way round: trying again sees what it did.
 */
export const isLostRace = (error: unknown): boolean =>
  error instanceof DomainError
    ? error.code === databaseErrors.aborted.code
    : error instanceof Error &&
      'code' in error &&
      error.code === '23505' &&
      'schema' in error &&
      error.schema === 'event_sourcing';

const placeholders = Array.from({ length: 16 }, (_, index) => `$${String(index + 1)}`);
const recordUnitsQuery = {
  name: 'event_store_record_units',
  text:
    'SELECT unit, status, subject, answer ' +
    `FROM event_sourcing.record_units(${placeholders.join(', ')})`,
};

const unitColumns = (units: readonly EncodedUnit[]): readonly Column[] => [
  bigintColumn(units.map(({ number }) => number)),
  uuidColumn(units.map(({ unit }) => unit.companyId)),
  textColumn(units.map(({ unit }) => unit.idempotency?.key)),
  textColumn(units.map(({ unit }) => unit.idempotency?.requestHash)),
  jsonColumn(units.map(({ answer }) => answer)),
];

const eventColumns = (units: readonly EncodedUnit[]): readonly Column[] => {
  const numbers = units.flatMap(({ number, events }) => events.map(() => number));
  const encoded = units.flatMap(({ events }) => events);
  return [
    bigintColumn(numbers),
    booleanColumn(encoded.map(({ isFirst }) => isFirst)),
    textColumn(encoded.map(({ streamId }) => streamId)),
    integerColumn(encoded.map(({ streamVersion }) => streamVersion)),
    uuidColumn(encoded.map(({ event }) => event.eventId)),
    textColumn(encoded.map(({ event }) => event.type)),
    integerColumn(encoded.map(({ event }) => event.schemaVersion)),
    jsonColumn(encoded.map(({ data }) => data)),
    jsonColumn(encoded.map(({ metadata }) => metadata)),
    instantColumn(encoded.map(({ event }) => event.occurredAt)),
  ];
};

const toOutcome = ({ status, subject, answer }: RefusalRow): CommitOutcome => {
  switch (status) {
    case 'replayed':
      return { status, answer };
    case 'key_reused':
      return { status };
    case 'version_conflict':
      return { status, streamId: String(subject) as StreamId };
    case 'marker_stale':
      return { status, marker: String(subject) };
    default:
      return exhaustive(status);
  }
};
