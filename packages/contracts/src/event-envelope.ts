import { CompanyId, Instant, Uuid, reject, type ErrorDefinition } from '@accounting/kernel';

/** CloudEvents 1.0 attributes of a fact, and ours besides. */
export interface EventAttributes {
  /** The event's identifier; with `source` unique. */
  readonly id: Uuid;
  /** Full name of the protobuf message: `accounting.core.v1.TransactionPosted`. */
  readonly type: string;
  /** `/<service>/<stream>`. */
  readonly source: string;
  readonly time: Instant;
  readonly companyId: CompanyId;
  /** Version of the stream the fact belongs to. */
  readonly streamVersion: number;
  readonly correlationId: string;
  readonly causationId?: Uuid;
}

/** Headers as they travel: names in lower case, values as text. */
export type EventHeaders = Readonly<Record<string, string>>;

/** Thrown for headers that are missing or malformed; resending them cannot help. */
export const invalidEventHeaders: ErrorDefinition = {
  code: 'contracts.invalid_event_headers',
  kind: 'invalid_argument',
  message: 'The headers of the event are not a CloudEvents envelope of this system.',
};

/**
 * The attributes as message headers, in the CloudEvents Kafka binary mode: `ce_` before each name,
 * extension attributes without capitals or separators, because CloudEvents allows neither.
 */
export const toEventHeaders = (attributes: EventAttributes): EventHeaders => ({
  ce_specversion: '1.0',
  ce_id: attributes.id,
  ce_type: attributes.type,
  ce_source: attributes.source,
  ce_time: attributes.time,
  ce_companyid: attributes.companyId,
  ce_streamversion: String(attributes.streamVersion),
  ce_correlationid: attributes.correlationId,
  ...(attributes.causationId === undefined ? {} : { ce_causationid: attributes.causationId }),
  'content-type': 'application/json',
});

const required = <Value>(
  headers: EventHeaders,
  name: string,
  parse: (text: string) => Value | undefined,
): Value => {
  const text = headers[name];
  const value = text === undefined ? undefined : parse(text);
  if (value !== undefined) return value;
  throw reject(
    invalidEventHeaders,
    { field: name },
    text === undefined
      ? `The event header ${name} is missing.`
      : `The event header ${name} has the value "${text.slice(0, 100)}", which it cannot have.`,
  );
};

const parseText = (text: string): string | undefined => (text === '' ? undefined : text);

const parseStreamVersion = (text: string): number | undefined => {
  const version = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(version) ? version : undefined;
};

/**
 * Reads the attributes back. Headers of others are ignored. Throws a `DomainError` of kind
 * `invalid_argument` that names the first header which is missing or malformed.
 */
export const fromEventHeaders = (headers: EventHeaders): EventAttributes => {
  required(headers, 'ce_specversion', (text) => (text === '1.0' ? text : undefined));
  return {
    id: required(headers, 'ce_id', Uuid.parse),
    type: required(headers, 'ce_type', parseText),
    source: required(headers, 'ce_source', parseText),
    time: required(headers, 'ce_time', Instant.parse),
    companyId: required(headers, 'ce_companyid', CompanyId.parse),
    streamVersion: required(headers, 'ce_streamversion', parseStreamVersion),
    correlationId: required(headers, 'ce_correlationid', parseText),
    ...(headers['ce_causationid'] === undefined
      ? {}
      : { causationId: required(headers, 'ce_causationid', Uuid.parse) }),
  };
};
