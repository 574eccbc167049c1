import { fromEventHeaders, toEventHeaders } from '@accounting/contracts';
import type { Json } from '@accounting/event-store';
import type {
  IncomingMessage,
  MessagePlace,
  OutgoingMessage,
  RawMessage,
  UnreadableMessage,
} from './port';

/** A fact as it travels. */
export const toRawMessage = ({ topic, attributes, value }: OutgoingMessage): RawMessage => ({
  topic,
  key: attributes.companyId,
  headers: toEventHeaders(attributes),
  value: JSON.stringify(value),
});

/** A message that has arrived: a fact, or why it is none. */
export type Arrival =
  | { readonly fact: IncomingMessage; readonly unreadable?: never }
  | { readonly unreadable: UnreadableMessage; readonly fact?: never };

/** Reads the envelope of a message, and its value as JSON. */
export const arrivalOf = (raw: RawMessage, { partition, offset }: MessagePlace): Arrival => {
  const place = { topic: raw.topic, partition, offset };
  try {
    const attributes = fromEventHeaders(raw.headers);
    if (raw.key !== attributes.companyId) {
      throw new Error(`ce_companyid is ${attributes.companyId}, and the key is not.`);
    }
    return { fact: { ...place, attributes, value: JSON.parse(raw.value) as Json } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { unreadable: { ...raw, ...place, reason } };
  }
};
