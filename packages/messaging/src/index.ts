export * from './port';
export { handleOnce, type InboxEntry } from './inbox/handle-once';
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
export type { BackOff } from './timing/back-off';
