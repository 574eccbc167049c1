export * from './port';
export {
  eventList,
  loadAggregate,
  type Aggregate,
  type DomainEvent,
  type LoadedAggregate,
} from './aggregate';
export type { EventSchemas } from './upcasting';
export { eventStoreErrors } from './errors';
export { eventStoreMigrations } from './event-store-migrations';
export type {
  CommandRequest,
  CommandResult,
  Decision,
  DecisionAlone,
  StreamToLoad,
} from './command-request';
export { executeCommand } from './execute-command';
export { freezeEventLog } from './frozen-log';
export type { EventStoreLimits } from './limits';
export { createMemoryEventStore, type MemoryTransaction } from './memory-event-store';
export { comparePositions } from './positions';
export {
  createPostgresEventLog,
  deleteIdempotencyRecordsBefore,
  type PostgresEventLogOptions,
} from './postgres-event-log';
export { createPostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store';
export { createRecentEvents, type RecentEvents } from './recent-events';
