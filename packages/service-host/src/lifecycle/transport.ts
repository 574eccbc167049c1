import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, invariant } from '@accounting/kernel';
import {
  createKafkaTransport,
  createPostgresTransport,
  type TopicDeclaration,
  type Transport,
} from '@accounting/messaging';
import type { Logger } from 'pino';
import type { EventBusConfiguration } from '../configuration/event-bus-settings';
import type { BackgroundJob } from './background-job';

/** The transport that the settings choose. Connections are made when they are first used. */
export const createTransport = (
  service: string,
  configuration: EventBusConfiguration,
  logger: Logger,
): Transport => {
  if (configuration.EVENT_BUS === 'postgres') {
    const url = configuration.MESSAGE_BUS_URL;
    invariant(url !== undefined, 'the settings were checked');
    return createPostgresTransport({ url: url.reveal(), applicationName: service, logger });
  }
  const { KAFKA_CA, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = configuration;
  return createKafkaTransport({
    brokers: configuration.KAFKA_BROKERS ?? [],
    clientId: service,
    replicationFactor: configuration.KAFKA_REPLICATION_FACTOR,
    logger,
    ...(configuration.KAFKA_TLS && {
      tls: KAFKA_CA === undefined ? {} : { certificateAuthority: KAFKA_CA },
    }),
    ...(username !== undefined &&
      password !== undefined && { credentials: { username, password: password.reveal() } }),
  });
};

const isUnavailable = (error: unknown): boolean =>
  error instanceof DomainError && error.kind === 'unavailable';

const retryIntervalMs = 1_000;

/**
 * Makes the topics of a service, or checks them. A transport that does not answer is no reason not
 * to start, because what is recorded waits: then the job answered with tries on. Rejects with kind
 * `failed_precondition` when a topic is not as declared.
 */
export const prepareTopics = async (
  transport: Transport,
  topics: readonly TopicDeclaration[],
  logger: Logger,
): Promise<BackgroundJob | undefined> => {
  if (topics.length === 0) return undefined;
  try {
    await transport.prepare(topics);
    return undefined;
  } catch (err) {
    if (!isUnavailable(err)) throw err;
    logger.warn({ err }, 'the topics cannot be checked; trying on');
  }
  return {
    name: 'prepare-topics',
    run: async (signal) => {
      for (;;) {
        try {
          await transport.prepare(topics);
          logger.info('the topics are as declared');
          break;
        } catch (err) {
          if (!isUnavailable(err)) logger.error({ err }, 'the topics are not as declared');
        }
        await sleep(retryIntervalMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
      }
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
};
