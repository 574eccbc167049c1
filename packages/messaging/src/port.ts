import type { EventAttributes, EventHeaders } from '@accounting/contracts';
import type { Json } from '@accounting/event-store';
import type { Instant } from '@accounting/kernel';
import type { TopicDeclaration } from './topics';

/** CloudEvents 1.0 attributes of a fact, and ours besides. */
export type MessageAttributes = EventAttributes;

/** One fact on its way out. */
export interface OutgoingMessage {
  /** `<service>.<aggregate>`. */
  readonly topic: string;
  readonly attributes: MessageAttributes;
  /** proto3 JSON of the message named by `attributes.type`. */
  readonly value: Json;
}

/** Where a message stands on its topic. */
export interface MessagePlace {
  readonly topic: string;
  /** All messages of a company are in one partition of the topic. */
  readonly partition: number;
  /** Grows within the partition; a whole number as text. */
  readonly offset: string;
}

/** A message as it travels, whether or not anybody can read it. */
export interface RawMessage {
  readonly topic: string;
  /** The company's identifier: what is kept in order. */
  readonly key: string;
  readonly headers: EventHeaders;
  readonly value: string;
}

/** Where a group that begins again goes on: the first message that comes, or would come. */
export interface StartingPlace extends MessagePlace {
  readonly topic: string;
}

/** One fact on its way in. */
export interface IncomingMessage extends OutgoingMessage, MessagePlace {
  readonly topic: string;
}

/** A message that is no fact in our envelope: another program wrote it, or it was damaged. */
export interface UnreadableMessage extends RawMessage, MessagePlace {
  readonly topic: string;
  readonly reason: string;
}

/** Who wants which messages, and what becomes of them. */
export interface SubscriptionOptions {
  /** Members of one group share the companies among them; each group sees every message. */
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Takes the next messages of one company, in order, at least one; the same company is handed
   * nothing more until it settles. Resolving marks them as dealt with. After a rejection they come
   * again, until they are taken: the company waits, and in the end its partition.
   */
  readonly deliver: (messages: readonly IncomingMessage[]) => Promise<void>;
  /** Takes a message that cannot be read, on the same terms. */
  readonly refuse: (message: UnreadableMessage) => Promise<void>;
}

/** A member of a group at work. */
export interface Subscription {
  /** Takes no further message, waits for the ones in hand, then resolves. */
  stop(): Promise<void>;
}

/**
 * Carries facts between services: at least once, and in order for each company of a topic. Kafka
 * and PostgreSQL keep one contract suite.
 */
export interface Transport {
  /**
   * Makes the topics that are missing. Rejects with kind `failed_precondition`, saying what
   * differs, when one is there that does not keep what its declaration promises.
   */
  prepare(topics: readonly TopicDeclaration[]): Promise<void>;
  /** Resolves when every message is durable; keeps the order per company. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** The same for messages that are passed on as they are. */
  publishRaw(messages: readonly RawMessage[]): Promise<void>;
  /** A group that is new begins with the oldest message there is. */
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /**
   * Has a group begin again with the first message published at that time or later, and answers
   * where that is. Rejects with kind `failed_precondition` while the group has members.
   */
  rewind(
    group: string,
    topics: readonly string[],
    since: Instant,
  ): Promise<readonly StartingPlace[]>;
  /** Which topics the group has consumed. */
  topicsOf(group: string): Promise<readonly string[]>;
  /** How many messages the group has not dealt with. */
  lag(group: string, topics: readonly string[]): Promise<number>;
  /** Rejects with kind `unavailable` when the transport does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
