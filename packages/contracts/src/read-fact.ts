import { fromJson, type DescMessage, type JsonValue, type MessageShape } from '@bufbuild/protobuf';
import type { EventAttributes } from './event-envelope';

/**
 * The fact that a message carries, if it is of the type asked for; `undefined` if it is of another.
 * Fields that a newer publisher has added are ignored, so that it may go first. Throws when the
 * value is no such fact: that is for the consumer's retries and dead letters.
 */
export const readFact = <Schema extends DescMessage>(
  schema: Schema,
  message: { readonly attributes: Pick<EventAttributes, 'type'>; readonly value: unknown },
): MessageShape<Schema> | undefined =>
  message.attributes.type === schema.typeName
    ? fromJson(schema, message.value as JsonValue, { ignoreUnknownFields: true })
    : undefined;
