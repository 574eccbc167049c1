import { rmSync } from 'node:fs';
import path from 'node:path';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { prepareMessageBus } from './databases';
import { chooseEventBus, kafkaFolder, ownKafkaSettings, startOwnKafka } from './event-bus';
import type { Parts } from './parts';
import type { PortChoice } from './ports';
import type { ChildService } from './processes/child-service';
import type { StackLock } from './processes/stack-lock';
import { loadSecrets, secretsFile, type StackSecrets } from './secrets';
import { letterFolder, passwordFile, type ServiceSettings } from './service-settings';
import { chooseTokenStore, ownRedisSettings, redisFolder, startOwnRedis } from './token-store';

/** How to start a stack. */
export interface StackOptions {
  /** Where everything that lasts is kept; made when missing. */
  readonly dataFolder: string;
  /** Removes what an earlier stack left in the data folder first. */
  readonly fresh?: boolean;
  /** Ports by their variables: `ACCOUNTING_CORE_HTTP_PORT`, `POSTGRES_PORT`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /**
   * Settings that every service gets besides those that the stack makes: `{ LOG_LEVEL: 'warn' }`.
   */
  readonly serviceSettings?: Readonly<Record<string, string>>;
  /** Settings of PostgreSQL. Durability stays on. */
  readonly postgresSettings?: Readonly<Record<string, string | number | boolean>>;
  /** Told what happens, a plain sentence at a time. */
  readonly report: (sentence: string) => void;
}

/** What services are started on. */
export interface Preparation {
  readonly options: StackOptions;
  readonly parts: Parts;
  readonly lock: StackLock;
  readonly secrets: StackSecrets;
  readonly postgres: PostgresServer;
  /** Settings with which services reach what carries facts between them. */
  readonly eventBusSettings: ServiceSettings;
  /** Resolve with the sentence that tells of an end. */
  readonly endings: Promise<string>[];
}

/** Where the logs of the processes are. */
export const logFolder = (folder: string): string => path.join(folder, 'logs');

/** Only what a stack has put there: whoever names the wrong folder must not lose their own. */
export const clear = (folder: string): void => {
  const own = [
    ...[path.join(folder, 'postgres'), logFolder(folder), secretsFile(folder)],
    ...[passwordFile(folder), letterFolder(folder)],
    ...[kafkaFolder(folder), redisFolder(folder)],
  ];
  for (const each of own) rmSync(each, { recursive: true, force: true });
};

/** Has a process end with the rest, and says so when it ends alone. */
export const watch = (
  { parts, lock, endings }: Preparation,
  child: ChildService,
  log: string,
): void => {
  parts.add(
    () => child.stop(),
    () => child.kill(),
  );
  lock.add(child.name, child.processId);
  endings.push(child.ended.then((how) => `${child.name} has ended (${how}). Its log: ${log}`));
};

/** What is there before any of it has started. */
export interface Place {
  readonly options: StackOptions;
  readonly parts: Parts;
  readonly lock: StackLock;
  readonly choice: PortChoice;
}

/** Starts a broker where the stack is to have one of its own. */
const prepareEventBus = async (
  { options, parts, lock, choice }: Place,
  endings: Promise<string>[],
): Promise<ServiceSettings> => {
  const { dataFolder, environment, report } = options;
  const bus = chooseEventBus(environment);
  if (bus.kind === 'postgres') return { EVENT_BUS: 'postgres' };
  if (bus.kind === 'kafka elsewhere') return { EVENT_BUS: 'kafka', ...bus.settings };
  const kafka = await startOwnKafka(dataFolder, await choice.ofServer('Kafka'));
  parts.add(
    () => kafka.stop(),
    () => void kafka.kill(),
  );
  lock.add('Kafka', kafka.processId);
  endings.push(kafka.ended.then(() => 'Kafka has ended.'));
  report('Kafka is running.');
  return { EVENT_BUS: 'kafka', ...ownKafkaSettings(kafka) };
};

/** Starts what the services need. */
export const prepare = async (place: Place): Promise<Preparation> => {
  const { options, parts, lock, choice } = place;
  const { dataFolder, report } = options;
  const port = await choice.ofServer('PostgreSQL');
  const secrets = loadSecrets(dataFolder);
  const postgres = await startPostgres({
    dataFolder: path.join(dataFolder, 'postgres'),
    port,
    durable: true,
    ...(options.postgresSettings === undefined ? {} : { settings: options.postgresSettings }),
  });
  parts.add(
    () => postgres.stop(),
    () => void postgres.kill(),
  );
  lock.add('PostgreSQL', postgres.processId);
  report('PostgreSQL is running.');
  const messageBusUrl = (await prepareMessageBus(postgres.adminUrl, secrets)).serviceUrl;
  const endings = [postgres.ended.then(() => 'PostgreSQL has ended.')];
  const eventBusSettings = {
    MESSAGE_BUS_URL: messageBusUrl,
    ...(await prepareEventBus(place, endings)),
  };
  return { options, parts, lock, secrets, postgres, eventBusSettings, endings };
};

/**
 * Starts a Redis where the stack is to have one of its own. Answers with the settings for
 * compliance, which alone is told of it.
 */
export const prepareTokenStore = async (
  { options, parts, lock, choice }: Place,
  { endings }: Pick<Preparation, 'endings'>,
): Promise<ServiceSettings> => {
  const { dataFolder, environment, report } = options;
  const store = chooseTokenStore(environment);
  if (store.kind === 'postgres') return { TOKEN_STORE: 'postgres' };
  if (store.kind === 'redis elsewhere') return store.settings;
  const redis = await startOwnRedis(dataFolder, await choice.ofServer('Redis'));
  parts.add(
    () => redis.stop(),
    () => void redis.kill(),
  );
  lock.add('Redis', redis.processId);
  endings.push(redis.ended.then(() => 'Redis has ended.'));
  report('Redis is running.');
  return ownRedisSettings(redis);
};
