import { DomainError } from '@accounting/kernel';
import { Kafka, KafkaJSProtocolError, logLevel, type Admin } from 'kafkajs';
import { messagingErrors } from '../errors';
import { pause } from '../timing/bell';
import type { KafkaConnectionOptions } from './settings';

const connectTimeoutMs = 3_000;
/** A broker that is silent for so long is gone, or stopped. */
const requestTimeoutMs = 10_000;

/**
 * The client. It tries a few times in quick succession, for a broker that is just moving; who uses
 * it tries on for longer. Its own log is left out: what matters is thrown, and logged once by us.
 */
export const createKafkaClient = (options: KafkaConnectionOptions): Kafka => {
  const { tls, credentials } = options;
  return new Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: connectTimeoutMs,
    authenticationTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    ...(tls && {
      ssl: tls.certificateAuthority === undefined ? true : { ca: [tls.certificateAuthority] },
    }),
    ...(credentials && { sasl: { mechanism: 'scram-sha-512', ...credentials } }),
  });
};

/** The failure as our callers know it, with what Kafka said as its cause. */
export const unavailable = (cause: unknown): DomainError => {
  if (cause instanceof DomainError) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  const message = `${messagingErrors.brokerUnavailable.message} (${said})`;
  return new DomainError(messagingErrors.brokerUnavailable, { message, cause });
};

const movingTimeMaxMs = 10_000;
const movingPauseMs = 100;

/** Topics that were just made, or whose leader moves, take a moment until each broker knows. */
const onceSettled = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const deadline = performance.now() + movingTimeMaxMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isMoving = error instanceof KafkaJSProtocolError && error.retriable;
      if (!isMoving || performance.now() > deadline) throw error;
      await pause(movingPauseMs);
    }
  }
};

/**
 * Does something as administrator of the cluster, on a connection of its own. Does it again while
 * the brokers do not know yet who leads what, so it must be something that can be done twice.
 */
export const asAdministrator = async <Result>(
  kafka: Kafka,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> => {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await onceSettled(() => work(admin));
  } catch (error) {
    throw unavailable(error);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
