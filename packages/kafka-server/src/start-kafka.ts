import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  freePort,
  makeCertificate,
  serverFolder,
  startServerProcess,
  type ServerProcess,
} from '@accounting/server-processes';
import { kafkaClassPath } from './programs';

/** As in production: encrypted (TLS), and for those who prove who they are (SASL/SCRAM-SHA-512). */
export interface KafkaSecurity {
  readonly users: readonly { readonly username: string; readonly password: string }[];
}

/** How to start a broker. */
export interface KafkaOptions {
  /** Where the data stays; without one it goes away with the broker. */
  readonly dataFolder?: string;
  /** TCP port on 127.0.0.1; a free one unless given. */
  readonly port?: number;
  /** The port that clients are told to use, where something stands in between. */
  readonly advertisedPort?: number;
  readonly security?: KafkaSecurity;
  /** Further settings by their names in server.properties. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Megabytes of heap; 512 unless said otherwise. */
  readonly heapMegabytes?: number;
}

/** A running broker. It ends with this process, however that ends. */
export interface KafkaServer extends ServerProcess {
  readonly port: number;
  /** `host:port` for clients. */
  readonly broker: string;
  /** Of a secured broker: the certificate (PEM) by which to know it. */
  readonly certificateAuthority?: string;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
/** Kafka's own word for having started, in the one log line of that level that we ask for. */
const startedLine = 'Kafka Server started';

const singleBroker = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'INTERNAL',
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '8',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  // Nobody waits for members that do not come.
  'group.initial.rebalance.delay.ms': '0',
  'log.cleaner.dedupe.buffer.size': '16777216',
};

const listenersOf = async (port: number, options: KafkaOptions) => {
  const controller = await freePort();
  const internal = await freePort();
  const local = (name: string, at: number): string => `${name}://127.0.0.1:${String(at)}`;
  const protocol = options.security === undefined ? 'PLAINTEXT' : 'SASL_SSL';
  return {
    'controller.quorum.voters': `1@127.0.0.1:${String(controller)}`,
    listeners: [
      local('CLIENT', port),
      local('INTERNAL', internal),
      local('CONTROLLER', controller),
    ].join(),
    'advertised.listeners': [
      local('CLIENT', options.advertisedPort ?? port),
      local('INTERNAL', internal),
    ].join(),
    'listener.security.protocol.map': [
      `CLIENT:${protocol}`,
      'INTERNAL:PLAINTEXT',
      'CONTROLLER:PLAINTEXT',
    ].join(),
  };
};

const securityOf = (folder: string, security: KafkaSecurity | undefined) => {
  if (security === undefined) return { settings: {} };
  const { certificate, keyFile } = makeCertificate(folder);
  const keyStore = path.join(folder, 'key-store.pem');
  writeFileSync(keyStore, readFileSync(keyFile, 'utf8') + certificate, { mode: 0o600 });
  return {
    certificate,
    settings: {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': keyStore,
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.client.scram-sha-512.sasl.jaas.config':
        'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    },
  };
};

const clusterIdOf = (folder: string): string => {
  const file = path.join(folder, 'cluster-id');
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('base64url'));
  return readFileSync(file, 'utf8');
};

/** Gives the log folder its identity, once, with the users that the broker is to know. */
const format = (
  classPath: string,
  folder: string,
  configurationFile: string,
  security: KafkaSecurity | undefined,
): void => {
  const users = (security?.users ?? []).flatMap(({ username, password }) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${username},password=${password}]`,
  ]);
  const { status, stdout, stderr, error } = spawnSync(
    'java',
    [
      ...['-XX:TieredStopAtLevel=1', '-cp', classPath, 'kafka.tools.StorageTool', 'format'],
      ...['--ignore-formatted', `--cluster-id=${clusterIdOf(folder)}`],
      ...['-c', configurationFile, ...users],
    ],
    { encoding: 'utf8' },
  );
  if (error === undefined && status === 0) return;
  throw new Error(`Kafka's folder could not be prepared: ${error?.message ?? stdout + stderr}`);
};

const javaArguments = (heapMegabytes: number): readonly string[] => [
  `-Xmx${String(heapMegabytes)}m`,
  '-XX:+UseSerialGC',
  // Starting fast matters more here than running for weeks.
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
];

/**
 * Starts Apache Kafka 4.1 as a single node (KRaft) on 127.0.0.1 and waits until it serves. Needs
 * Java 17 and, the first time, Maven. Throws with Kafka's own words when it does not start.
 */
export const startKafka = async (options: KafkaOptions = {}): Promise<KafkaServer> => {
  const classPath = kafkaClassPath();
  const { path: folder, removeFolder } = serverFolder(options.dataFolder, 'accounting-kafka-');
  const logs = path.join(folder, 'data');
  const port = options.port ?? (await freePort());
  const security = securityOf(folder, options.security);
  const settings = {
    ...singleBroker,
    ...(await listenersOf(port, options)),
    ...security.settings,
    'log.dirs': logs,
    ...options.settings,
  };
  const configurationFile = path.join(folder, 'server.properties');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(configurationFile, lines.join(''), { mode: 0o600 });
  if (!existsSync(path.join(logs, 'meta.properties'))) {
    format(classPath, folder, configurationFile, options.security);
  }
  const server = await startServerProcess({
    name: 'Kafka',
    file: 'java',
    arguments: [
      ...javaArguments(options.heapMegabytes ?? 512),
      ...['-cp', classPath, 'kafka.Kafka', configurationFile],
    ],
    logFile: path.join(folder, 'kafka.log'),
    isReady: (log) => log.includes(startedLine),
    startTimeoutMs,
    stopTimeoutMs,
    removeFolder,
  });
  return {
    ...server,
    port,
    broker: `127.0.0.1:${String(options.advertisedPort ?? port)}`,
    ...(security.certificate !== undefined && { certificateAuthority: security.certificate }),
  };
};
