import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { Json } from '@accounting/event-store';

/** CloudEvents 1.0 attributes of a fact, and ours besides. */
export interface MessageAttributes {
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

/** One fact on its way out. */
export interface OutgoingMessage {
  /** `<service>.<aggregate>`. */
  readonly topic: string;
  readonly attributes: MessageAttributes;
  /** proto3 JSON of the message named by `attributes.type`. */
  readonly value: Json;
}

export interface IncomingMessage extends OutgoingMessage {
  /** Where it stands in its company's order within the topic; grows. */
  readonly offset: string;
}

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
