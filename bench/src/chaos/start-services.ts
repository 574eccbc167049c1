import path from 'node:path';
import {
  configureGateway,
  identitySettings,
  loadSecrets,
  prepareMessageBus,
  prepareServiceDatabase,
  serviceFolder,
  serviceMain,
  startGatewayProcess,
  type GuestService,
  type ServicePorts,
  type ServiceProgram,
  type StackSecrets,
  type StackService,
} from '@accounting/dev-stack';
import { freePort } from '@accounting/server-processes';
import { totalsGuest } from '../totals/guest';
import type { Servers } from './start-servers';
import type { Started } from './started';
import { SupervisedService } from './supervised-service';
import { TcpProxy } from './tcp-proxy';

const replicaCount = 2;

/** Ports come from the choice of each start. */
const stackServices: readonly StackService[] = ['compliance', 'accounting-core', 'totals'].map(
  (name) => ({ name, httpPort: 0, grpcPort: 0 }),
);

/** A service that runs, with as many replicas as it has. */
interface ServiceToStart extends GuestService {
  readonly settings?: Readonly<Record<string, string>>;
  readonly replicas: readonly ServicePorts[];
}

/** The services, and how to reach them past the wires. */
export interface Services {
  readonly running: readonly SupervisedService[];
  /** Balancers in front of replicas. */
  readonly wires: Readonly<Record<string, TcpProxy>>;
  /** As owners of the databases. */
  readonly ledgerUrl: string;
  readonly totalsUrl: string;
  readonly totalsHttpUrls: readonly string[];
  readonly gatewayUrl: string;
  readonly gatewaySecret: string;
}

const choosePorts = async (): Promise<ServicePorts> => ({
  http: await freePort(),
  grpc: await freePort(),
});

const choosePortsOf = (count: number): Promise<readonly ServicePorts[]> =>
  Promise.all(Array.from({ length: count }, choosePorts));

/** The same database through the wire. */
const through = (url: string, wirePort: number): string => {
  const changed = new URL(url);
  changed.port = String(wirePort);
  return changed.href;
};

/** What every service is told besides who it is. */
const sharedSettings = (busUrl: string, { postgres, kafka }: Servers) => ({
  EVENT_BUS: 'kafka',
  KAFKA_BROKERS: `127.0.0.1:${String(kafka.wirePort)}`,
  KAFKA_TLS: 'false',
  KAFKA_REPLICATION_FACTOR: '1',
  MESSAGE_BUS_URL: through(busUrl, postgres.wirePort),
});

class ServiceStart {
  readonly running: SupervisedService[] = [];
  readonly wires: Record<string, TcpProxy> = {};
  /** Where each service is reached: through its balancer, where it has one. */
  readonly ports = new Map<string, ServicePorts>();
  private shared: Readonly<Record<string, string>> = {};

  constructor(
    private readonly started: Started,
    private readonly servers: Servers,
    private readonly secrets: StackSecrets,
  ) {}

  async prepare(): Promise<void> {
    const bus = await prepareMessageBus(this.servers.adminUrl, this.secrets);
    this.shared = sharedSettings(bus.serviceUrl, this.servers);
  }

  /** A balancer in front of replicas, as the service of a cluster is. */
  async balance(name: string, targets: readonly number[]): Promise<number> {
    const port = await freePort();
    const wire = await TcpProxy.listen(port, targets);
    this.started.stops.push(() => wire.close());
    this.wires[name] = wire;
    return port;
  }

  /** Starts all replicas of a service, one after the other; answers its owner's database URL. */
  async start(service: ServiceToStart): Promise<string> {
    const { adminUrl, postgres } = this.servers;
    const { name, migrationsFolder, replicas } = service;
    const database = await prepareServiceDatabase(adminUrl, this.secrets, name, migrationsFolder);
    const urls = {
      DATABASE_URL: through(database.serviceUrl, postgres.wirePort),
      BACKGROUND_DATABASE_URL: through(database.backgroundUrl, postgres.wirePort),
    };
    for (const [index, ports] of replicas.entries()) {
      const replica = replicas.length === 1 ? name : `${name}-${String(index + 1)}`;
      await this.supervise(replica, (attempt) => ({
        ...this.program(service, replica, attempt),
        healthUrl: `http://127.0.0.1:${String(ports.http)}/health/ready`,
        environment: {
          ...this.settingsOf(service),
          ...{ HTTP_PORT: String(ports.http), GRPC_PORT: String(ports.grpc) },
          ...urls,
        },
      }));
    }
    return database.ownerUrl;
  }

  private program({ mainFile }: ServiceToStart, replica: string, attempt: number) {
    const log = `${replica}-${String(attempt)}.log`;
    return { name: replica, mainFile, logFile: path.join(this.started.folder, 'logs', log) };
  }

  private settingsOf({ name, settings }: ServiceToStart): Readonly<Record<string, string>> {
    const identity = {
      ...{ dataFolder: this.started.folder, secrets: this.secrets },
      ...{ services: stackServices, ports: this.ports },
    };
    return { ...identitySettings(name, identity), ...this.shared, ...settings };
  }

  private async supervise(
    name: string,
    program: (attempt: number) => ServiceProgram,
  ): Promise<void> {
    const service = new SupervisedService(name, program);
    this.started.stops.push(() => service.stop());
    await service.started;
    this.running.push(service);
    this.started.say(`${name} is running.`);
  }
}

/** A service of the repository, by its place. */
const ours = (name: string): GuestService => ({
  name,
  mainFile: serviceMain(name),
  migrationsFolder: path.join(serviceFolder(name), 'migrations'),
});

const httpOf = (ports: readonly ServicePorts[]): readonly number[] => ports.map(({ http }) => http);

/** Starts compliance, two replicas of the ledger and of a consumer, and the gateway. */
export const startServices = async (started: Started, servers: Servers): Promise<Services> => {
  const secrets = loadSecrets(started.folder);
  const start = new ServiceStart(started, servers, secrets);
  await start.prepare();
  const [compliance, ledgers, consumers] = [
    await choosePortsOf(1),
    await choosePortsOf(replicaCount),
    await choosePortsOf(replicaCount),
  ];
  const ledgerHttp = await start.balance('wire to accounting-core', httpOf(ledgers));
  start.ports.set('compliance', compliance[0] as ServicePorts);
  const ledgerGrpc = await start.balance(
    'gRPC wire to accounting-core',
    ledgers.map(({ grpc }) => grpc),
  );
  start.ports.set('accounting-core', { http: ledgerHttp, grpc: ledgerGrpc });
  start.ports.set('totals', consumers[0] as ServicePorts);
  await start.start({
    ...{ ...ours('compliance'), replicas: compliance },
    settings: {
      TOKEN_STORE: 'redis',
      REDIS_URL: `redis://127.0.0.1:${String(servers.redis.wirePort)}`,
    },
  });
  const ledgerUrl = await start.start({ ...ours('accounting-core'), replicas: ledgers });
  const totalsUrl = await start.start({
    ...totalsGuest,
    replicas: consumers,
    settings: { ACCOUNTING_CORE_GRPC_TARGET: `ipv4:127.0.0.1:${String(ledgerGrpc)}` },
  });
  const gatewayUrl = await openGateway(started, secrets, [
    { name: 'compliance', port: compliance[0]?.http ?? 0 },
    { name: 'accounting-core', port: ledgerHttp },
  ]);
  return {
    ...{ running: start.running, wires: start.wires, ledgerUrl, totalsUrl, gatewayUrl },
    totalsHttpUrls: httpOf(consumers).map((port) => `http://127.0.0.1:${String(port)}`),
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
