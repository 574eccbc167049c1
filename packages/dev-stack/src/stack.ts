import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { signToken, type TokenClaims } from '@accounting/development-tokens';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { freePort } from '@accounting/server-processes';
import { prepareMessageBus, prepareServiceDatabase } from './databases';
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
import { startService, type ChildService } from './processes/child-service';
import { lockDataFolder, type StackLock } from './processes/stack-lock';
import type { RunningService } from './running-service';
import { loadSecrets, secretsFile, type StackSecrets } from './secrets';
import {
  aloneSettings,
  identitySettings,
  letterFolder,
  passwordFile,
  type ServiceSettings,
} from './service-settings';
import { serviceMain, stackServices, type StackService } from './services';
import { StackError } from './stack-error';

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

/** What runs, and how it ends. It ends with this process, however that ends. */
interface Running {
  readonly postgres: PostgresServer;
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
  /** Starts a gateway in front of it, on free ports. It has to be stopped before the ledger. */
  startGateway(): Promise<GatewayInFront>;
}

interface Preparation {
  readonly options: StackOptions;
  readonly parts: Parts;
  readonly lock: StackLock;
  readonly secrets: StackSecrets;
  readonly postgres: PostgresServer;
  readonly messageBusUrl: string;
  /** Resolve with the sentence that tells of an end. */
  readonly endings: Promise<string>[];
}

const logFolder = (folder: string): string => path.join(folder, 'logs');

/** Only what a stack has put there: whoever names the wrong folder must not lose their own. */
const clear = (folder: string): void => {
  const own = [
    ...[path.join(folder, 'postgres'), logFolder(folder), secretsFile(folder)],
    ...[passwordFile(folder), letterFolder(folder)],
  ];
  for (const each of own) rmSync(each, { recursive: true, force: true });
};

const requireBuilt = (services: readonly StackService[]): void => {
  for (const { name } of services) {
    if (!existsSync(serviceMain(name))) {
      throw new StackError(`${name} is not built. Run: npm run build`);
    }
  }
};

/** Has a process end with the rest, and says so when it ends alone. */
const watch = ({ parts, lock, endings }: Preparation, child: ChildService, log: string): void => {
  parts.add(
    () => child.stop(),
    () => child.kill(),
  );
  lock.add(child.name, child.processId);
  endings.push(child.ended.then((how) => `${child.name} has ended (${how}). Its log: ${log}`));
};

const launch = async (
  preparation: Preparation,
  { name }: StackService,
  ports: ServicePorts,
  settings: ServiceSettings,
): Promise<RunningService> => {
  const { options, secrets, postgres, messageBusUrl } = preparation;
  const database = await prepareServiceDatabase(postgres.adminUrl, secrets, name);
  const httpUrl = `http://127.0.0.1:${String(ports.http)}`;
  const logFile = path.join(logFolder(options.dataFolder), `${name}.log`);
  const child = await startService({
    name,
    mainFile: serviceMain(name),
    healthUrl: `${httpUrl}/health/ready`,
    logFile,
    environment: {
      HTTP_PORT: String(ports.http),
      GRPC_PORT: String(ports.grpc),
      DATABASE_URL: database.serviceUrl,
      BACKGROUND_DATABASE_URL: database.backgroundUrl,
      MESSAGE_BUS_URL: messageBusUrl,
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

const prepare = async (
  options: StackOptions,
  parts: Parts,
  lock: StackLock,
  port: number,
): Promise<Preparation> => {
  const { dataFolder, report } = options;
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
  return { options, parts, lock, secrets, postgres, messageBusUrl, endings };
};

const runningOf = ({ options, parts, postgres, endings }: Preparation): Running => ({
  postgres,
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
  const preparation = await prepare(options, parts, lock, await choice.ofPostgres());
  const { dataFolder } = options;
  const { secrets } = preparation;
  const identity = { dataFolder, secrets, services: stackServices, ports };
  const services: RunningService[] = [];
  for (const service of stackServices) {
    const settings = identitySettings(service.name, identity);
    const own = ports.get(service.name) as ServicePorts;
    services.push(await launch(preparation, service, own, settings));
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
  const preparation = await prepare(options, parts, lock, await choice.ofPostgres());
  const { secrets } = preparation;
  const [service] = await Promise.all(
    ledger.map((each) =>
      launch(preparation, each, ports.get(each.name) as ServicePorts, aloneSettings(secrets)),
    ),
  );
  if (service === undefined) throw new StackError('accounting-core is not part of the stack.');
  return {
    ...runningOf(preparation),
    service,
    signToken: (claims) => signToken(secrets.signingKey, claims),
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
