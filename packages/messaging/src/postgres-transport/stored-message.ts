import type { EventHeaders } from '@accounting/contracts';
import { arrivalOf, type Arrival } from '../envelope';

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
  readonly arrival: Arrival;
}

/** What a reader asks for. */
export const messageColumns = 'm.topic, m.slot, m.message_offset, m.company_id, m.headers, m.value';

export const toStoredMessage = (row: MessageRow): StoredMessage => {
  const { topic, slot, value, company_id: companyId, message_offset: offset } = row;
  const headers = JSON.parse(row.headers) as EventHeaders;
  const arrival = arrivalOf(
    { topic, key: companyId, headers, value },
    { topic, partition: slot, offset },
  );
  return { topic, slot, offset: Number(offset), companyId, arrival };
};
