import type { MessagingLogger } from '../logger';
import type { BackOff } from '../timing/back-off';

/** Where Kafka is, and who we are to it. */
export interface KafkaConnectionOptions {
  /** `host:port`, at least one; the others are learnt from it. */
  readonly brokers: readonly string[];
  /** Shown in the broker's log and metrics: the service's name. */
  readonly clientId: string;
  /** Encrypts; with the certificate of the authority in PEM, unless the machine knows it. */
  readonly tls?: { readonly certificateAuthority?: string };
  /** Proves who we are by SASL/SCRAM-SHA-512. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** How a subscription paces itself. */
export interface KafkaSubscriptionSettings {
  /** Messages of a partition fetched and not yet dealt with; with more it is paused. */
  readonly windowCountMax: number;
  /** Companies whose messages are in hand at the same time, at most. */
  readonly concurrencyMax: number;
  /** Messages of one company handed over together, at most. */
  readonly batchCountMax: number;
  /** How often offsets are committed; what was handled since is delivered again after a crash. */
  readonly commitIntervalMs: number;
  /** How long other partitions wait for a slow hand-over before they go on without it. */
  readonly patienceMs: number;
  /** A member that is silent for so long has left; at least six seconds, says the broker. */
  readonly sessionTimeoutMs: number;
  /** Waits after messages were rejected, and while the broker does not answer. */
  readonly retry: BackOff;
}

/** What holds where a service says nothing else. */
export const defaultKafkaSettings: KafkaSubscriptionSettings = {
  windowCountMax: 2_000,
  concurrencyMax: 16,
  batchCountMax: 500,
  commitIntervalMs: 200,
  patienceMs: 250,
  sessionTimeoutMs: 15_000,
  retry: { delayMsMin: 200, delayMsMax: 10_000 },
};

/** How to reach Kafka, and how to pace subscriptions. */
export interface KafkaTransportOptions extends KafkaConnectionOptions {
  readonly logger: MessagingLogger;
  /** Brokers that keep each message; 3 in production, 1 on a machine with a single broker. */
  readonly replicationFactor: number;
  /** What differs from `defaultKafkaSettings`. */
  readonly settings?: Partial<KafkaSubscriptionSettings>;
}
