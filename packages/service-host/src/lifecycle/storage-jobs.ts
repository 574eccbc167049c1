import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@accounting/database';
import {
  deleteIdempotencyRecordsBefore,
  type CommittedEvent,
  type EventLog,
} from '@accounting/event-store';
import { Instant, type Clock } from '@accounting/kernel';
import {
  createOutboxRelay,
  createPostgresLeaderLock,
  type OutboxRelay,
  type OutgoingMessage,
  type Transport,
} from '@accounting/messaging';
import type { Logger } from 'pino';
import type { HostConfiguration } from '../configuration/host-settings';
import type { BackgroundJob } from './background-job';

/** What the host's own jobs work with. */
export interface StorageJobOptions {
  readonly service: {
    readonly name: string;
    readonly publish: (event: CommittedEvent) => OutgoingMessage | undefined;
  };
  readonly configuration: HostConfiguration;
  readonly backgroundDatabase: Database;
  /** What the service has recorded. */
  readonly eventLog: EventLog;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Deletes so many records in one statement, so that none of them runs long. */
const deletedAtOnceMax = 1_000;
const cleaningIntervalMs = 3_600_000;

/** Carries what the service has recorded to the other services. */
export const createRelay = (options: StorageJobOptions): OutboxRelay => {
  const { service, configuration, eventLog, transport, clock, logger } = options;
  const name = `${service.name}.outbox-relay`;
  return createOutboxRelay({
    eventLog,
    transport,
    publish: service.publish,
    // Each transport has a checkpoint: whoever changes it publishes what the new one lacks.
    follower: configuration.EVENT_BUS === 'kafka' ? 'outbox-relay-kafka' : 'outbox-relay',
    leaderLock: createPostgresLeaderLock({
      url: configuration.BACKGROUND_DATABASE_URL.reveal(),
      name,
      applicationName: name,
    }),
    logger,
    clock,
    batchCountMax: configuration.RELAY_BATCH_COUNT_MAX,
    pollIntervalMs: configuration.RELAY_POLL_INTERVAL_MS,
  });
};

/** Forgets the answers to idempotency keys that nobody can sensibly repeat any more. */
export const forgetIdempotencyRecords = (options: StorageJobOptions): BackgroundJob => ({
  name: 'forget-idempotency-records',
  run: async (signal) => {
    while (!signal.aborted) {
      const keptMs = options.configuration.IDEMPOTENCY_KEPT_MS;
      const before = Instant.toEpochMilliseconds(options.clock()) - keptMs;
      const deleted = await deleteIdempotencyRecordsBefore(
        options.backgroundDatabase,
        Instant.ofDate(new Date(before)),
        deletedAtOnceMax,
      );
      if (deleted < deletedAtOnceMax) {
        await sleep(cleaningIntervalMs, undefined, { signal }).catch(() => undefined);
      }
    }
  },
});
