import { fromEventHeaders, type EventHeaders } from '@accounting/contracts';
import type { Json } from '@accounting/event-store';
import type { IncomingMessage } from '../port';

/** One row of `messaging.messages`; the driver gives 64-bit integers as text. */
export interface MessageRow {
  readonly topic: string;
  readonly slot: number;
  readonly message_offset: string;
  readonly company_id: string;
  /** JSON */
  readonly headers: string;
  /** JSON */
  readonly value: string;
}

/** A message on its way through a subscription. Offsets stay far below 2^53. */
export interface StoredMessage {
  readonly topic: string;
  readonly slot: number;
  readonly offset: number;
  readonly companyId: string;
  readonly headers: EventHeaders;
  readonly value: Json;
}

/** As text also where the columns are still of type json. */
export const messageColumns =
  'm.topic, m.slot, m.message_offset, m.company_id, m.headers::text, m.value::text';

export const toStoredMessage = (row: MessageRow): StoredMessage => ({
  topic: row.topic,
  slot: row.slot,
  offset: Number(row.message_offset),
  companyId: row.company_id,
  headers: JSON.parse(row.headers) as EventHeaders,
  value: JSON.parse(row.value) as Json,
});

/** Throws a `DomainError` of kind `invalid_argument` when the headers are no envelope. */
export const toIncomingMessage = (message: StoredMessage): IncomingMessage => ({
  topic: message.topic,
  attributes: fromEventHeaders(message.headers),
  value: message.value,
  offset: String(message.offset),
});
