import type { CommittedEvent, DomainEvent, Json } from '@accounting/event-store';
import { invariant } from '@accounting/kernel';
import type { DescMessage, MessageJsonType } from '@bufbuild/protobuf';
import type { OutgoingMessage } from './port';
import { topicOfFacts, type TopicDeclaration } from './topics';

/** How one kind of fact looks to other services. */
export interface Publication<Data> {
  readonly topic: string;
  /** Full name of the protobuf message. */
  readonly type: string;
  /** proto3 JSON of that message. */
  readonly toJson: (data: Data) => Json;
}

/** How every fact of a service looks to others, by its type. */
export type Publications<Event extends DomainEvent> = {
  readonly [Known in Event as Known['type']]: Publication<Known['data']>;
};

/** The data of each fact of a service, by its type. */
export type FactsOf<Event extends DomainEvent> = {
  readonly [Known in Event as Known['type']]: Known['data'];
};

/**
 * How a fact looks to others. It becomes the JSON of its message directly, because the relay does
 * it thousands of times a second; the compiler holds the JSON to the message's type, and a test of
 * the service to its meaning.
 */
export const publication = <Schema extends DescMessage, Data>(
  topic: string,
  schema: Schema,
  toJson: (data: Data) => MessageJsonType<Schema> & Json,
): Publication<Data> => ({ topic, type: schema.typeName, toJson });

/** Where the facts of a service go. */
export const topicsOf = (
  publications: Readonly<Record<string, Publication<never>>>,
): readonly TopicDeclaration[] =>
  [...new Set(Object.values(publications).map(({ topic }) => topic))].map(topicOfFacts);

/**
 * Makes what a definition's `publish` is: a recorded fact as the other services see it. What comes
 * out throws on a fact that this version of the service cannot read, which holds the relay up:
 * skipping one would lose it for good.
 */
export const publisherOf = <Event extends DomainEvent>(
  service: string,
  publications: Publications<Event>,
  schemaVersions: Readonly<Record<Event['type'], number>>,
): ((event: CommittedEvent) => OutgoingMessage) => {
  const known = new Map<string, Publication<never>>(Object.entries(publications));
  const versions = new Map<string, number>(Object.entries(schemaVersions));
  return (event) => {
    const { type, metadata } = event;
    const found = known.get(type);
    invariant(found !== undefined, `${type} is a fact of ${service}`);
    // No fact has had another shape yet. The first that gets one is upcast here.
    invariant(event.schemaVersion === versions.get(type), `${type} has the shape of today`);
    return {
      topic: found.topic,
      attributes: {
        id: event.eventId,
        type: found.type,
        source: `/${service}/${event.streamId}`,
        time: event.occurredAt,
        companyId: event.companyId,
        streamVersion: event.streamVersion,
        correlationId: metadata.correlationId,
        ...(metadata.causationId !== undefined && { causationId: metadata.causationId }),
      },
      // The data was recorded under this type in this shape.
      value: found.toJson(event.data as never),
    };
  };
};
