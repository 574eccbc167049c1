import { invariant, reject, type CompanyId } from '@accounting/kernel';
import { eventStoreErrors } from './errors';
import type {
  CommitUnit,
  EventMetadata,
  NewEvent,
  RecordedEvent,
  StreamAppend,
  StreamId,
} from './port';

/** An event as `record_units` reads it. */
export interface EncodedEvent {
  readonly event: NewEvent;
  readonly streamId: StreamId;
  readonly streamVersion: number;
  /** True for the first event of an append, where the stream's version is checked. */
  readonly isFirst: boolean;
  /** JSON of the data. */
  readonly data: string;
  /** JSON of the metadata. */
  readonly metadata: string;
}

/**
 * A unit with everything written that PostgreSQL is sent of it, made when it is queued, so that
 * next to nothing is left to do for it while the lane's transaction is open.
 */
export interface EncodedUnit {
  readonly unit: CommitUnit;
  /** Tells the units of one call apart. */
  readonly number: number;
  /** JSON of the answer to keep; `undefined` without a key. */
  readonly answer: string | undefined;
  readonly events: readonly EncodedEvent[];
  /** Size of what is sent, roughly, in bytes of UTF-8. */
  readonly bytes: number;
  /** Company and key; `undefined` without a key. */
  readonly claimName: string | undefined;
}

const streamIdPattern = /^[\x21-\x7e]{3,200}$/;
const keyPattern = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;
const hashPattern = /^[0-9a-f]{64}$/;

/** JSON.stringify writes \u only for control characters and halves of surrogate pairs. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Identifiers, names, versions and times of an event or a unit. */
const bytesBesidesJson = 250;

/** Checks a unit and encodes it. Throws `invalid_argument` for text that PostgreSQL cannot hold. */
export const encodeUnit = (unit: CommitUnit, number: number): EncodedUnit => {
  checkUnit(unit);
  const { companyId, idempotency, appends } = unit;
  const answer = idempotency && toStorableJson(idempotency.answer);
  const events = appends.flatMap(encodeAppend);
  return {
    unit,
    number,
    answer,
    events,
    bytes: events.reduce(
      (sum, { data, metadata }) =>
        sum + bytesBesidesJson + Buffer.byteLength(data) + Buffer.byteLength(metadata),
      bytesBesidesJson + Buffer.byteLength(answer ?? ''),
    ),
    claimName: idempotency && `${companyId}/${idempotency.key}`,
  };
};

/** The events of a unit as they stand once recorded. */
export const recordedEvents = ({ companyId, appends }: CommitUnit): RecordedEvent[] =>
  appends.flatMap(({ streamId, expectedVersion, events }) =>
    // Named one by one, which costs a tenth of spreading the event.
    events.map(({ eventId, type, schemaVersion, data, metadata, occurredAt }, index) => ({
      eventId,
      type,
      schemaVersion,
      data,
      metadata,
      occurredAt,
      companyId,
      streamId,
      streamVersion: expectedVersion + index + 1,
    })),
  );

/** The companies that a transaction for the units is opened for. */
export const companiesOf = (units: readonly EncodedUnit[]): readonly CompanyId[] => [
  ...new Set(units.map(({ unit }) => unit.companyId)),
];

/** What a caller must get right whatever the input; a breach is a defect. */
export const checkUnit = ({ appends, idempotency }: CommitUnit): void => {
  for (const { streamId, expectedVersion, events } of appends) {
    invariant(streamIdPattern.test(streamId), 'a stream id is 3 to 200 printable ASCII characters');
    invariant(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0, 'versions count up');
    invariant(events.length > 0, 'an append has events');
  }
  invariant(
    appends.length === 1 ||
      new Set(appends.map(({ streamId }) => streamId)).size === appends.length,
    'a unit appends to each stream once',
  );
  if (idempotency === undefined) return;
  invariant(keyPattern.test(idempotency.key), 'a key is 1 to 255 printable ASCII characters');
  invariant(hashPattern.test(idempotency.requestHash), 'a request hash is SHA-256 in hexadecimal');
};

const encodeAppend = ({ streamId, expectedVersion, events }: StreamAppend): EncodedEvent[] =>
  events.map((event, index) => ({
    event,
    streamId,
    streamVersion: expectedVersion + index + 1,
    isFirst: index === 0,
    data: toStorableJson(event.data),
    metadata: metadataJson(event.metadata),
  }));

const writtenMetadata = new WeakMap<EventMetadata, string>();

/** Thousands of events of one cause often share the object that names it. */
const metadataJson = (metadata: EventMetadata): string => {
  const written = writtenMetadata.get(metadata) ?? toStorableJson(metadata);
  writtenMetadata.set(metadata, written);
  return written;
};

const toStorableJson = (value: unknown): string => {
  const json = JSON.stringify(value);
  if (json.includes('\\u') && unstorable.test(json)) throw reject(eventStoreErrors.unstorableText);
  return json;
};
