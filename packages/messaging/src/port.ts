import type { EventAttributes } from '@accounting/contracts';
import type { Json } from '@accounting/event-store';

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

/** One fact on its way in. */
export interface IncomingMessage extends OutgoingMessage {
  /** Where it stands in its company's order within the topic; grows. */
  readonly offset: string;
}

/** Who wants which facts, and what becomes of each. */
export interface SubscriptionOptions {
  /** Members of one group share the companies among them; each group sees every message. */
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Handles one message; messages of one company arrive in order and one at a time. Resolving marks
   * it as handled; delivery is at least once.
   */
  readonly handle: (message: IncomingMessage) => Promise<void>;
}

/** A member of a group at work. */
export interface Subscription {
  /** Takes no further message, waits for the ones in hand, then resolves. */
  stop(): Promise<void>;
}

/** Carries facts between services: the Postgres transport, and later Kafka. One contract suite. */
export interface Transport {
  /** Resolves when every message is durable; keeps the order per company. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  subscribe(options: SubscriptionOptions): Promise<Subscription>;
  /** Rejects with kind `unavailable` when the transport does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
