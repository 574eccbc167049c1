import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  developmentAudience,
  developmentIssuer,
  publicKeySet,
  signToken,
  type TokenClaims,
} from '@accounting/development-tokens';
import { startPostgres, type PostgresServer } from '@accounting/postgres-server';
import { prepareMessageBus, prepareServiceDatabase } from './databases';
import { Parts } from './parts';
import { choosePorts, type ServicePorts } from './ports';
import { startService, type ChildService } from './processes/child-service';
import { lockDataFolder, type StackLock } from './processes/stack-lock';
import { loadSecrets, secretsFile, type StackSecrets } from './secrets';
import { serviceFolder, stackServices, type StackService } from './services';
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

/** Where a running service is reached, and where it keeps its things. */
export interface RunningService {
  readonly name: string;
  /** `http://127.0.0.1:8001`. */
  readonly httpUrl: string;
  /** `127.0.0.1:9001`. */
  readonly grpcAddress: string;
  readonly processId: number;
  /** Milliseconds from starting the process to its being ready. */
  readonly readyAfterMs: number;
  /** URL of the service's database as its owner, with the password, for looking around. */
  readonly databaseUrl: string;
  readonly logFile: string;
}

/** PostgreSQL and the services, running. They end with this process, however that ends. */
export interface Stack {
  readonly services: readonly RunningService[];
  readonly postgres: PostgresServer;
  /** Where the passwords of the databases are, by role; only for the owner of the file. */
  readonly secretsFile: string;
  /** Signs an access token that the services accept. */
  signToken(claims: TokenClaims): string;
  /** Resolves with a sentence when a part ended that nobody asked to end. */
  readonly broken: Promise<string>;
  /** Stops everything in the reverse order of its start. Safe to call twice. */
  stop(): Promise<void>;
  /** Kills everything at once; the next start recovers. */
  kill(): void;
}

interface Preparation {
  readonly options: StackOptions;
  readonly secrets: StackSecrets;
  readonly postgres: PostgresServer;
  readonly messageBusUrl: string;
}

/** Only what a stack has put there: whoever names the wrong folder must not lose their own. */
const clear = (folder: string): void => {
  for (const own of [path.join(folder, 'postgres'), logFolder(folder), secretsFile(folder)]) {
    rmSync(own, { recursive: true, force: true });
  }
};

const logFolder = (folder: string): string => path.join(folder, 'logs');

const requireBuilt = (services: readonly StackService[]): void => {
  for (const { name } of services) {
    if (!existsSync(path.join(serviceFolder(name), 'dist', 'main.js'))) {
      throw new StackError(`${name} is not built. Run: npm run build`);
    }
  }
};

const launch = async (
  { options, secrets, postgres, messageBusUrl }: Preparation,
  { name }: StackService,
  ports: ServicePorts,
): Promise<readonly [ChildService, RunningService]> => {
  const database = await prepareServiceDatabase(postgres.adminUrl, secrets, name);
  const httpUrl = `http://127.0.0.1:${String(ports.http)}`;
  const logFile = path.join(logFolder(options.dataFolder), `${name}.log`);
  const child = await startService({
    name,
    folder: serviceFolder(name),
    healthUrl: `${httpUrl}/health/ready`,
    logFile,
    environment: {
      HTTP_PORT: String(ports.http),
      GRPC_PORT: String(ports.grpc),
      DATABASE_URL: database.serviceUrl,
      BACKGROUND_DATABASE_URL: database.backgroundUrl,
      MESSAGE_BUS_URL: messageBusUrl,
      AUTH_JWKS: publicKeySet(secrets.signingKey),
      AUTH_ISSUER: developmentIssuer,
      AUTH_AUDIENCE: developmentAudience,
      ...options.serviceSettings,
    },
  });
  const grpcAddress = `127.0.0.1:${String(ports.grpc)}`;
  const { processId, readyAfterMs } = child;
  return [
    child,
    {
      name,
      httpUrl,
      grpcAddress,
      processId,
      readyAfterMs,
      databaseUrl: database.ownerUrl,
      logFile,
    },
  ];
};

const startParts = async (options: StackOptions, parts: Parts, lock: StackLock): Promise<Stack> => {
  const { dataFolder, report } = options;
  if (options.fresh === true) clear(dataFolder);
  requireBuilt(stackServices);
  const ports = await choosePorts(options.environment);
  const secrets = loadSecrets(dataFolder);
  const postgres = await startPostgres({
    dataFolder: path.join(dataFolder, 'postgres'),
    port: ports.postgres,
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
  const services: RunningService[] = [];
  const endings = [postgres.ended.then(() => 'PostgreSQL has ended.')];
  for (const service of stackServices) {
    const servicePorts = ports.services.get(service.name) as ServicePorts;
    const preparation = { options, secrets, postgres, messageBusUrl };
    const [child, running] = await launch(preparation, service, servicePorts);
    parts.add(
      () => child.stop(),
      () => child.kill(),
    );
    lock.add(child.name, child.processId);
    services.push(running);
    report(`${child.name} is running.`);
    endings.push(
      child.ended.then((how) => `${child.name} has ended (${how}). Its log: ${running.logFile}`),
    );
  }
  const broken = new Promise<string>((resolve) => {
    for (const ending of endings) {
      void ending.then((sentence) => {
        if (!parts.areStopping) resolve(sentence);
      });
    }
  });
  return {
    services,
    postgres,
    secretsFile: secretsFile(dataFolder),
    broken,
    signToken: (claims) => signToken(secrets.signingKey, claims),
    stop: () => parts.stop(),
    kill: () => parts.kill(),
  };
};

/**
 * Starts PostgreSQL and every service on this machine and waits until all are ready. Throws a
 * `StackError` that says what to do when the data folder or a port is taken or a part does not
 * start; what had been started is then stopped again.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const lock = await lockDataFolder(options.dataFolder);
  const parts = new Parts();
  parts.add(
    async () => lock.release(),
    () => lock.release(),
  );
  try {
    return await startParts(options, parts, lock);
  } catch (error) {
    await parts.stop();
    throw error;
  }
};
