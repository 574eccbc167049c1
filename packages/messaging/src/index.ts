export * from './port';
export { messagingErrors } from './errors';
export { defaultConsumerSettings, type Consumer, type ConsumerSettings } from './consumer/consumer';
export { groupOf, runConsumers, type ConsumersOptions } from './consumer/run-consumers';
export {
  discard,
  findDeadLetter,
  inboxFigures,
  listDeadLetters,
  requestReplay,
  type DeadLetter,
  type DeadLetterDetails,
  type DeadLetterSelection,
  type InboxFigures,
} from './dead-letters/dead-letters';
export { beginAgain } from './consumer/begin-again';
export {
  publication,
  publisherOf,
  topicsOf,
  type FactsOf,
  type Publication,
  type Publications,
} from './publications';
export type { MessagingLogger } from './logger';
export { inboxMigrations, messageBusMigrations } from './migrations';
export {
  createPostgresLeaderLock,
  type LeaderLock,
  type Leadership,
  type PostgresLeaderLockOptions,
} from './outbox/leader-lock';
export {
  createOutboxRelay,
  type OutboxRelay,
  type OutboxRelayOptions,
} from './outbox/outbox-relay';
export {
  createPostgresTransport,
  publishCountMax,
  type PostgresTransportOptions,
} from './postgres-transport/create-postgres-transport';
export {
  defaultSubscriptionSettings,
  type SubscriptionSettings,
} from './postgres-transport/settings';
export { createKafkaTransport } from './kafka-transport/create-kafka-transport';
export {
  defaultKafkaSettings,
  type KafkaConnectionOptions,
  type KafkaSubscriptionSettings,
  type KafkaTransportOptions,
} from './kafka-transport/settings';
export * from './topics';
export type { BackOff } from './timing/back-off';
