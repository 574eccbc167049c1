import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  configureGateway,
  identitySettings,
  loadSecrets,
  passwordFile,
  prepareMessageBus,
  prepareServiceDatabase,
  serviceMain,
  startGatewayProcess,
  type ServicePorts,
  type ServiceProgram,
  type StackSecrets,
  type StackService,
} from '@accounting/dev-stack';
import { startKafka } from '@accounting/kafka-server';
import { startPostgres } from '@accounting/postgres-server';
import { startRedis } from '@accounting/redis-server';
import { freePort } from '@accounting/server-processes';
import { totalsMigrations } from '../totals/service';
import { SupervisedServer } from './servers';
import { Supervised } from './supervised';
import { TcpProxy } from './tcp-proxy';

const megabytesOfBroker = 400;
const replicaCount = 2;
const services: readonly StackService[] = [
  { name: 'compliance', httpPort: 0, grpcPort: 0 },
  { name: 'accounting-core', httpPort: 0, grpcPort: 0 },
  { name: 'totals', httpPort: 0, grpcPort: 0 },
];

/** Everything that runs, each part a process of its own. */
export interface System {
  readonly folder: string;
  readonly gatewayUrl: string;
  /** Where the first administrator's password is. */
  readonly passwordFile: string;
  readonly servers: Readonly<Record<'PostgreSQL' | 'Kafka' | 'Redis', SupervisedServer>>;
  /** By their names: `accounting-core-1`, `compliance`. */
  readonly services: readonly Supervised[];
  readonly wires: Readonly<Record<string, TcpProxy>>;
  /** Whether the broker's data has a disk of its own that can be filled; else why not. */
  readonly brokerDisk: { readonly folder: string } | { readonly whyNone: string };
  /** As owners of the databases, past the wire. */
  readonly ledgerUrl: string;
  readonly totalsUrl: string;
  /** HTTP addresses of the replicas of the totals. */
  readonly totalsHttpUrls: readonly string[];
  readonly gatewaySecret: string;
  stop(): Promise<void>;
}

interface Started {
  readonly folder: string;
  readonly stops: (() => Promise<unknown>)[];
  readonly say: (sentence: string) => void;
}

/** A small disk in memory, so that filling it hurts nobody else. */
const mountBrokerDisk = ({ folder, stops }: Started): System['brokerDisk'] => {
  const disk = path.join(folder, 'kafka');
  mkdirSync(disk, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytesOfBroker}m`, 'tmpfs', disk], {
      stdio: 'pipe',
    });
  } catch (error) {
    return { whyNone: `no disk of its own can be mounted (${String(error).split('\n')[0] ?? ''})` };
  }
  stops.push(async () => execFileSync('umount', ['--lazy', disk]));
  return { folder: disk };
};

const startServers = async (started: Started, kafkaFolder: string) => {
  const { folder, stops, say } = started;
  const start = async (
    name: 'PostgreSQL' | 'Kafka' | 'Redis',
    run: (port: number, wirePort: number) => Promise<Awaited<ReturnType<typeof startRedis>>>,
  ) => {
    const [port, wirePort] = [await freePort(), await freePort()];
    const wire = await TcpProxy.listen(wirePort, [port]);
    const server = await SupervisedServer.start(name, wire, () => run(port, wirePort));
    stops.push(() => server.stop());
    say(`${name} is running.`);
    return { server, port, wirePort };
  };
  let adminUrl = '';
  const postgres = await start('PostgreSQL', async (port) => {
    const server = await startPostgres({
      dataFolder: path.join(folder, 'postgres'),
      port,
      durable: true,
    });
    adminUrl = server.adminUrl;
    return { ...server, suspend: () => undefined, resume: () => undefined, url: '' };
  });
  const kafka = await start('Kafka', async (port, advertisedPort) => ({
    ...(await startKafka({
      dataFolder: kafkaFolder,
      port,
      advertisedPort,
      // Small files, so that the small disk lasts.
      settings: { 'log.segment.bytes': '16777216', 'log.index.size.max.bytes': '65536' },
    })),
    url: '',
  }));
  const redis = await start('Redis', (port) =>
    startRedis({ dataFolder: path.join(folder, 'redis'), port }),
  );
  return { postgres, kafka, redis, adminUrl };
};

/** The same database through the wire. */
const through = (url: string, wirePort: number): string => {
  const changed = new URL(url);
  changed.port = String(wirePort);
  return changed.href;
};

const choosePorts = async (): Promise<ServicePorts> => ({
  http: await freePort(),
  grpc: await freePort(),
});

/** Starts all of it and waits until the gateway leads somewhere. */
export const startSystem = async (
  folder: string,
  say: (sentence: string) => void,
): Promise<System> => {
  const started: Started = { folder, stops: [], say };
  const stop = async (): Promise<void> => {
    for (const end of started.stops.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startParts(started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const startParts = async (started: Started): Promise<Omit<System, 'stop'>> => {
  const { folder, stops, say } = started;
  const brokerDisk = mountBrokerDisk(started);
  const { postgres, kafka, redis, adminUrl } = await startServers(
    started,
    path.join(folder, 'kafka'),
  );
  const secrets = loadSecrets(folder);
  const bus = await prepareMessageBus(adminUrl, secrets);
  const wires: Record<string, TcpProxy> = {
    'wire to PostgreSQL': postgres.server.wire,
    'wire to Kafka': kafka.server.wire,
    'wire to Redis': redis.server.wire,
  };

  /** A balancer in front of replicas, as the service of a cluster is. */
  const balance = async (name: string, targets: readonly number[]): Promise<number> => {
    const port = await freePort();
    const wire = await TcpProxy.listen(port, targets);
    stops.push(() => wire.close());
    wires[name] = wire;
    return port;
  };

  const replicas = await Promise.all(Array.from({ length: replicaCount }, choosePorts));
  const consumers = await Promise.all(Array.from({ length: replicaCount }, choosePorts));
  const compliance = await choosePorts();
  const ledgerHttp = await balance(
    'wire to accounting-core',
    replicas.map(({ http }) => http),
  );
  const ledgerGrpc = await balance(
    'wire to accounting-core (gRPC)',
    replicas.map(({ grpc }) => grpc),
  );
  const ports = new Map<string, ServicePorts>([
    ['compliance', compliance],
    ['accounting-core', { http: ledgerHttp, grpc: ledgerGrpc }],
    ['totals', consumers[0] as ServicePorts],
  ]);

  const shared = {
    EVENT_BUS: 'kafka',
    KAFKA_BROKERS: `127.0.0.1:${String(kafka.wirePort)}`,
    KAFKA_TLS: 'false',
    KAFKA_REPLICATION_FACTOR: '1',
    MESSAGE_BUS_URL: through(bus.serviceUrl, postgres.wirePort),
    LOG_LEVEL: 'info',
  };
  const redisSettings = {
    TOKEN_STORE: 'redis',
    REDIS_URL: `redis://127.0.0.1:${String(redis.wirePort)}`,
  };
  const databaseUrls = new Map<string, string>();
  const supervise = async (
    service: string,
    replica: string,
    own: ServicePorts,
    about: {
      readonly mainFile: string;
      readonly settings?: Readonly<Record<string, string>>;
      readonly migrations?: string;
    },
  ): Promise<Supervised> => {
    const database = await prepareServiceDatabase(adminUrl, secrets, service, about.migrations);
    databaseUrls.set(service, database.ownerUrl);
    const program = (attempt: number): ServiceProgram => ({
      name: replica,
      mainFile: about.mainFile,
      healthUrl: `http://127.0.0.1:${String(own.http)}/health/ready`,
      logFile: path.join(folder, 'logs', `${replica}-${String(attempt)}.log`),
      environment: {
        ...identitySettings(service, { dataFolder: folder, secrets, services, ports }),
        ...shared,
        HTTP_PORT: String(own.http),
        GRPC_PORT: String(own.grpc),
        DATABASE_URL: through(database.serviceUrl, postgres.wirePort),
        BACKGROUND_DATABASE_URL: through(database.backgroundUrl, postgres.wirePort),
        ...about.settings,
      },
    });
    const supervised = new Supervised(replica, program);
    stops.push(() => supervised.stop());
    await supervised.started;
    say(`${replica} is running.`);
    return supervised;
  };

  const running = [
    await supervise('compliance', 'compliance', compliance, {
      mainFile: serviceMain('compliance'),
      settings: redisSettings,
    }),
  ];
  for (const [index, own] of replicas.entries()) {
    const mainFile = serviceMain('accounting-core');
    const name = `accounting-core-${String(index + 1)}`;
    running.push(await supervise('accounting-core', name, own, { mainFile }));
  }
  for (const [index, own] of consumers.entries()) {
    const mainFile = path.join(__dirname, '../totals/totals.process.js');
    const name = `totals-${String(index + 1)}`;
    const about = { mainFile, migrations: totalsMigrations };
    running.push(await supervise('totals', name, own, about));
  }

  const gatewayUrl = await openGateway(started, secrets, [
    { name: 'compliance', port: compliance.http },
    { name: 'accounting-core', port: ledgerHttp },
  ]);
  return {
    folder,
    gatewayUrl,
    passwordFile: passwordFile(folder),
    servers: { PostgreSQL: postgres.server, Kafka: kafka.server, Redis: redis.server },
    services: running,
    wires,
    brokerDisk,
    ledgerUrl: databaseUrls.get('accounting-core') as string,
    totalsUrl: databaseUrls.get('totals') as string,
    totalsHttpUrls: consumers.map(({ http }) => `http://127.0.0.1:${String(http)}`),
    gatewaySecret: secrets.secretOf('gateway'),
  };
};

const openGateway = async (
  { folder, stops, say }: Started,
  secrets: StackSecrets,
  upstreams: readonly { readonly name: string; readonly port: number }[],
): Promise<string> => {
  const ports = { proxy: await freePort(), admin: await freePort(), status: await freePort() };
  const logFile = path.join(folder, 'logs', 'gateway.log');
  const child = await startGatewayProcess({ ports, logFile });
  stops.push(() => child.stop());
  const follower = await configureGateway({
    ...{ ports, logFile, secrets, report: say },
    services: upstreams.map(({ name, port }) => ({
      ...{ name, httpUrl: `http://127.0.0.1:${String(port)}`, grpcAddress: '' },
      ...{ processId: 0, readyAfterMs: 0, databaseUrl: '', logFile: '' },
    })),
  });
  stops.push(() => follower.stop());
  say('The gateway is open.');
  return `http://127.0.0.1:${String(ports.proxy)}`;
};

/** The first administrator, as the file for the operator says. */
export const firstAdministrator = (system: Pick<System, 'passwordFile'>) => {
  const [email = '', password = ''] = readFileSync(system.passwordFile, 'utf8').split('\n');
  return { email, password };
};
