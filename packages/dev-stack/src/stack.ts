import { existsSync } from 'node:fs';
import path from 'node:path';
import { signToken, type TokenClaims } from '@accounting/development-tokens';
import type { PostgresServer } from '@accounting/postgres-server';
import { freePort } from '@accounting/server-processes';
import { prepareServiceDatabase } from './databases';
import {
  configureGateway,
  gatewayOn,
  startGatewayInFront,
  startGatewayProcess,
  type GatewayInFront,
  type RunningGateway,
} from './gateway-child';
import { Parts } from './parts';
import { PortChoice, type GatewayPorts, type ServicePorts } from './ports';
import { startService } from './processes/child-service';
import { lockDataFolder, type StackLock } from './processes/stack-lock';
import {
  clear,
  logFolder,
  prepare,
  prepareTokenStore,
  watch,
  type Preparation,
  type StackOptions,
} from './preparation';
import type { RunningService } from './running-service';
import { secretsFile, type StackSecrets } from './secrets';
import { aloneSettings, identitySettings, type ServiceSettings } from './service-settings';
import {
  serviceFolder,
  serviceMain,
  stackServices,
  type GuestService,
  type StackService,
} from './services';
import { StackError } from './stack-error';

/** What runs, and how it ends. It ends with this process, however that ends. */
interface Running {
  readonly postgres: PostgresServer;
  /** Settings with which a service reaches what carries facts. */
  readonly eventBusSettings: ServiceSettings;
  /** Where the passwords of the databases are, by role; only for the owner of the file. */
  readonly secretsFile: string;
  /** Resolves with a sentence when a part ended that nobody asked to end. */
  readonly broken: Promise<string>;
  /** Stops everything in the reverse order of its start. Safe to call twice. */
  stop(): Promise<void>;
  /** Kills everything at once; the next start recovers. */
  kill(): void;
}

/** PostgreSQL, the gateway and the services behind it. */
export interface Stack extends Running {
  readonly services: readonly RunningService[];
  readonly gateway: RunningGateway;
  readonly secrets: StackSecrets;
  readonly dataFolder: string;
}

/** PostgreSQL and accounting-core, without gateway or compliance. */
export interface LedgerAlone extends Running {
  readonly service: RunningService;
  /** Signs an access token that the ledger accepts. */
  signToken(claims: TokenClaims): string;
  /** Starts another service beside it, on free ports and the same bus. */
  startBeside(guest: GuestService): Promise<RunningService>;
  /** Starts a gateway in front of it, on free ports. It has to be stopped before the ledger. */
  startGateway(): Promise<GatewayInFront>;
}

const requireBuilt = (services: readonly StackService[]): void => {
  for (const { name } of services) {
    if (!existsSync(serviceMain(name))) {
      throw new StackError(`${name} is not built. Run: npm run build`);
    }
  }
};

/** One of ours, by the place where it is. */
const guestOf = ({ name }: StackService): GuestService => ({
  name,
  mainFile: serviceMain(name),
  migrationsFolder: path.join(serviceFolder(name), 'migrations'),
});

const launch = async (
  preparation: Preparation,
  { name, mainFile, migrationsFolder }: GuestService,
  ports: ServicePorts,
  settings: ServiceSettings,
): Promise<RunningService> => {
  const { options, secrets, postgres, eventBusSettings } = preparation;
  const database = await prepareServiceDatabase(
    ...([postgres.adminUrl, secrets, name, migrationsFolder] as const),
  );
  const httpUrl = `http://127.0.0.1:${String(ports.http)}`;
  const logFile = path.join(logFolder(options.dataFolder), `${name}.log`);
  const child = await startService({
    name,
    mainFile,
    healthUrl: `${httpUrl}/health/ready`,
    logFile,
    environment: {
      HTTP_PORT: String(ports.http),
      GRPC_PORT: String(ports.grpc),
      DATABASE_URL: database.serviceUrl,
      BACKGROUND_DATABASE_URL: database.backgroundUrl,
      ...eventBusSettings,
      ...settings,
      ...options.serviceSettings,
    },
  });
  watch(preparation, child, logFile);
  options.report(`${name} is running.`);
  return {
    name,
    httpUrl,
    grpcAddress: `127.0.0.1:${String(ports.grpc)}`,
    processId: child.processId,
    readyAfterMs: child.readyAfterMs,
    databaseUrl: database.ownerUrl,
    logFile,
  };
};

const runningOf = ({
  options,
  parts,
  postgres,
  eventBusSettings,
  endings,
}: Preparation): Running => ({
  postgres,
  eventBusSettings,
  secretsFile: secretsFile(options.dataFolder),
  broken: new Promise<string>((resolve) => {
    for (const ending of endings) {
      void ending.then((sentence) => {
        if (!parts.areStopping) resolve(sentence);
      });
    }
  }),
  stop: () => parts.stop(),
  kill: () => parts.kill(),
});

const openGateway = async (
  preparation: Preparation,
  ports: GatewayPorts,
  services: readonly RunningService[],
): Promise<RunningGateway> => {
  const { options, secrets, parts } = preparation;
  const { report } = options;
  const logFile = path.join(logFolder(options.dataFolder), 'gateway.log');
  watch(preparation, await startGatewayProcess({ ports, logFile }), logFile);
  const follower = await configureGateway({ ports, logFile, secrets, services, report });
  parts.add(follower.stop, () => void follower.stop());
  report('The gateway is open.');
  return gatewayOn(ports, logFile);
};

const startWhole = async (options: StackOptions, parts: Parts, lock: StackLock): Promise<Stack> => {
  const choice = new PortChoice(options.environment);
  requireBuilt(stackServices);
  const gatewayPorts = await choice.ofGateway();
  const ports = await choice.ofServices(stackServices);
  const place = { options, parts, lock, choice };
  const preparation = await prepare(place);
  const tokenStoreSettings = await prepareTokenStore(place, preparation);
  const { dataFolder } = options;
  const { secrets } = preparation;
  const identity = { dataFolder, secrets, services: stackServices, ports, tokenStoreSettings };
  const services: RunningService[] = [];
  for (const service of stackServices) {
    const settings = identitySettings(service.name, identity);
    const own = ports.get(service.name) as ServicePorts;
    services.push(await launch(preparation, guestOf(service), own, settings));
  }
  const gateway = await openGateway(preparation, gatewayPorts, services);
  return { ...runningOf(preparation), services, gateway, secrets, dataFolder };
};

const startAlone = async (
  options: StackOptions,
  parts: Parts,
  lock: StackLock,
): Promise<LedgerAlone> => {
  const choice = new PortChoice(options.environment);
  const ledger = stackServices.filter(({ name }) => name === 'accounting-core');
  requireBuilt(ledger);
  const ports = await choice.ofServices(ledger);
  const preparation = await prepare({ options, parts, lock, choice });
  const { secrets } = preparation;
  const [service] = await Promise.all(
    ledger.map((each) =>
      launch(
        ...([preparation, guestOf(each), ports.get(each.name) as ServicePorts] as const),
        aloneSettings(secrets),
      ),
    ),
  );
  if (service === undefined) throw new StackError('accounting-core is not part of the stack.');
  return {
    ...runningOf(preparation),
    service,
    signToken: (claims) => signToken(secrets.signingKey, claims),
    startBeside: async (guest) => {
      const own = { http: await freePort(), grpc: await freePort() };
      return launch(preparation, guest, own, {
        ...aloneSettings(secrets),
        ACCOUNTING_CORE_GRPC_TARGET: `ipv4:${service.grpcAddress}`,
      });
    },
    startGateway: async () => {
      const ports = { proxy: await freePort(), admin: await freePort(), status: await freePort() };
      const logFile = path.join(logFolder(options.dataFolder), 'gateway.log');
      const { signingKey } = secrets;
      return startGatewayInFront({ ports, logFile, service, signingKey });
    },
  };
};

/** Holds the data folder while `start` works, and stops what it had started when it fails. */
const inDataFolder = async <Started>(
  options: StackOptions,
  start: (options: StackOptions, parts: Parts, lock: StackLock) => Promise<Started>,
): Promise<Started> => {
  const lock = await lockDataFolder(options.dataFolder);
  const parts = new Parts();
  parts.add(
    async () => lock.release(),
    () => lock.release(),
  );
  try {
    if (options.fresh === true) clear(options.dataFolder);
    return await start(options, parts, lock);
  } catch (error) {
    await parts.stop();
    throw error;
  }
};

/**
 * Starts PostgreSQL, every service and the gateway on this machine and waits until all are ready.
 * Throws a `StackError` that says what to do when the data folder or a port is taken or a part does
 * not start; what had been started is then stopped again.
 */
export const startStack = (options: StackOptions): Promise<Stack> =>
  inDataFolder(options, startWhole);

/**
 * Starts PostgreSQL and accounting-core, which accepts the tokens of a key of this machine: to
 * measure the ledger and nothing else. Throws as `startStack`.
 */
export const startLedgerAlone = (options: StackOptions): Promise<LedgerAlone> =>
  inDataFolder(options, startAlone);
