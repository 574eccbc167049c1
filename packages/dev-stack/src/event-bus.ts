import path from 'node:path';
import { startKafka, type KafkaServer } from '@accounting/kafka-server';
import type { ServiceSettings } from './service-settings';
import { StackError } from './stack-error';

type Environment = Readonly<Record<string, string | undefined>>;

/** What carries facts between the services of a stack. */
export type EventBus =
  | { readonly kind: 'postgres' }
  /** A broker that somebody else runs, with the settings for it. */
  | { readonly kind: 'kafka elsewhere'; readonly settings: ServiceSettings }
  /** A broker of the stack's own. */
  | { readonly kind: 'kafka' };

const kafkaSettings = (environment: Environment): ServiceSettings =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] =>
        entry[0].startsWith('KAFKA_') && entry[0] !== 'KAFKA_PORT' && entry[1] !== undefined,
    ),
  );

/** What EVENT_BUS and KAFKA_BROKERS say. Throws a `StackError` for a word that is none. */
export const chooseEventBus = (environment: Environment): EventBus => {
  const choice = environment['EVENT_BUS'] ?? 'postgres';
  if (choice === 'postgres') return { kind: 'postgres' };
  if (choice !== 'kafka') {
    throw new StackError(`EVENT_BUS must be postgres or kafka, and is "${choice}".`);
  }
  return environment['KAFKA_BROKERS'] === undefined
    ? { kind: 'kafka' }
    : { kind: 'kafka elsewhere', settings: kafkaSettings(environment) };
};

/** Where a stack keeps what its broker knows. */
export const kafkaFolder = (dataFolder: string): string => path.join(dataFolder, 'kafka');

/** Starts the stack's own broker. Throws a `StackError` with Kafka's words. */
export const startOwnKafka = async (dataFolder: string, port: number): Promise<KafkaServer> => {
  try {
    return await startKafka({ dataFolder: kafkaFolder(dataFolder), port });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StackError(
      `${reason}\nEVENT_BUS=kafka needs Java 17 and Maven; or name a broker in KAFKA_BROKERS.`,
    );
  }
};

/** How services reach the stack's own broker. */
export const ownKafkaSettings = ({ broker }: KafkaServer): ServiceSettings => ({
  KAFKA_BROKERS: broker,
  KAFKA_TLS: 'false',
  KAFKA_REPLICATION_FACTOR: '1',
});
