import { Instant, newUuid, reject, type Clock } from '@accounting/kernel';
import type { Consumer, Transport } from '@accounting/messaging';
import type { Logger } from 'pino';
import type { CalledServices } from './calls/called-services';
import { openClients, type OpenedClients } from './calls/open-clients';
import { readConfiguration } from './configuration/configuration';
import type { HostConfiguration } from './configuration/host-settings';
import type { Settings, SettingsOf } from './configuration/settings';
import type { BuiltService, ServiceDefinition } from './definition';
import { deadLetterRoutes } from './dead-letters/dead-letters.routes';
import type { BackgroundJob } from './lifecycle/background-job';
import { errors } from './errors';
import { createIdentity, type Identity } from './identity/identity';
import { within } from './lifecycle/bounded';
import { consumerJobs } from './lifecycle/consumer-jobs';
import { Health, type Dependency } from './lifecycle/health';
import { StopList } from './lifecycle/stop-list';
import {
  openDatabases,
  openEventStore,
  requireMigrations,
  serviceMigrations,
  type Storage,
} from './lifecycle/storage';
import {
  createRelay,
  forgetIdempotencyRecords,
  type StorageJobOptions,
} from './lifecycle/storage-jobs';
import { createTransport, prepareTopics } from './lifecycle/transport';
import { createLogOutput } from './observability/logger';
import { createMetrics, type HostMetrics } from './observability/metrics';
import { startJobs } from './start-jobs';
import type { RunningService, StartOptions } from './start-options';
import { startServers } from './start-servers';

/** What the steps of one start hand on to each other. */
interface Start<Declared extends Settings, Called extends CalledServices> {
  readonly definition: ServiceDefinition<Declared, Called>;
  readonly configuration: HostConfiguration;
  readonly ownConfiguration: SettingsOf<Declared>;
  /** Where the called services are, by their names. */
  readonly targets: ReadonlyMap<string, string>;
  readonly options: StartOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: HostMetrics;
  readonly identity: Identity;
  readonly stopList: StopList;
  /** Runs one step of the start within its time. */
  readonly step: <Result>(name: string, work: () => Promise<Result> | Result) => Promise<Result>;
}

/** The storage and, unless a test has brought its own, what leads out to the other services. */
interface OpenedStorage {
  readonly storage: Storage;
  readonly outlet?: Outlet;
}

/** What the service has recorded, and the way it takes to the other services. */
interface Outlet extends Pick<StorageJobOptions, 'eventLog' | 'transport'> {
  /** Makes the topics, where the transport did not answer at the start. */
  readonly preparing?: BackgroundJob;
}

const openStorage = async <Declared extends Settings, Called extends CalledServices>(
  start: Start<Declared, Called>,
): Promise<OpenedStorage> => {
  const { definition, configuration, logger, stopList, step } = start;
  const databases = openDatabases(definition, configuration, logger);
  const { database, backgroundDatabase } = databases;
  const transport = createTransport(definition.name, configuration, logger);
  const stopTimeoutMs = configuration.STOP_STEP_TIMEOUT_MS;
  stopList.add('closing the databases', stopTimeoutMs, async () => {
    await Promise.all([database.close(), backgroundDatabase.close()]);
  });
  stopList.add('closing the transport', stopTimeoutMs, () => transport.close());
  await step('connecting to the database', () =>
    Promise.all([database.ping(), backgroundDatabase.ping()]),
  );
  await step('checking the migrations', () =>
    requireMigrations(configuration.DATABASE_URL.reveal(), serviceMigrations(definition)),
  );
  const preparing = await step('checking the topics', () =>
    prepareTopics(transport, definition.topics ?? [], logger),
  );
  const { eventStore, eventLog } = openEventStore(definition, configuration, databases);
  return {
    storage: { ...databases, eventStore },
    outlet: { eventLog, transport, ...(preparing && { preparing }) },
  };
};

const build = <Declared extends Settings, Called extends CalledServices>(
  start: Start<Declared, Called>,
  storage: Storage,
  { clients }: Pick<OpenedClients<Called>, 'clients'>,
): Promise<BuiltService> =>
  start.step('building the service', () =>
    start.definition.build({
      ...storage,
      clients,
      separationOfDuties: start.identity.separationOfDuties,
      headersOnBehalfOf: start.identity.headersOnBehalfOf,
      accessTokenNames: {
        issuer: start.configuration.AUTH_ISSUER,
        audience: start.configuration.AUTH_AUDIENCE,
      },
      configuration: start.ownConfiguration,
      clock: start.clock,
      newUuid: start.options.overrides?.newUuid ?? newUuid,
      logger: start.logger,
      metrics: start.metrics.registry,
    }),
  );

/** A service that consumes facts also shows what it could not handle. */
const withDeadLetters = (built: BuiltService, service: string, storage: Storage): BuiltService =>
  built.consumers === undefined
    ? built
    : { ...built, routes: [...built.routes, ...deadLetterRoutes(service, storage.database)] };

/** The host's own jobs on an opened storage. */
const storageJobs = <Declared extends Settings, Called extends CalledServices>(
  start: Start<Declared, Called>,
  storage: Storage,
  outlet: Outlet,
  consumers: readonly Consumer[],
): readonly BackgroundJob[] => {
  const options: StorageJobOptions = {
    ...start,
    service: start.definition,
    backgroundDatabase: storage.backgroundDatabase,
    ...outlet,
  };
  const relay = createRelay(options);
  start.metrics.watchOutboxLag(() => relay.lagSeconds());
  return [
    ...(outlet.preparing === undefined ? [] : [outlet.preparing]),
    { name: 'outbox-relay', run: (signal) => relay.run(signal) },
    forgetIdempotencyRecords(options),
    ...consumerJobs({
      ...{ service: start.definition.name, consumers, transport: outlet.transport },
      ...{ ...storage, logger: start.logger, registry: start.metrics.registry },
    }),
  ];
};

/**
 * Keeps up with whose tokens to trust, where that can change. A service that does not know it yet
 * starts all the same and is not ready; nor is one that has not heard for too long.
 */
const trustJobs = async <Declared extends Settings, Called extends CalledServices>(
  start: Start<Declared, Called>,
  built: BuiltService,
): Promise<readonly BackgroundJob[]> => {
  const { configuration, identity, logger, metrics } = start;
  const keeper = identity.follow(built.trust, logger);
  if (keeper === undefined) return [];
  metrics.watchTrustAge(() => keeper.ageSeconds);
  await start.step('reading keys and revocations', () => keeper.refresh());
  return [keeper.followingJob(configuration.TRUST_POLL_INTERVAL_MS), keeper.reportingJob()];
};

const knowTrust = async ({ trust }: Identity): Promise<void> => {
  if (trust() === undefined) throw reject(errors.trustUnknown);
};

/** Clients are let go of when nobody is left who could call. */
const openCalledServices = <Declared extends Settings, Called extends CalledServices>(
  start: Start<Declared, Called>,
): OpenedClients<Called> => {
  const { definition, configuration, metrics, stopList } = start;
  const opened = openClients((definition.calls ?? {}) as Called, {
    ...start,
    service: definition.name,
    registry: metrics.registry,
  });
  stopList.add('closing the clients', configuration.STOP_STEP_TIMEOUT_MS, () => {
    opened.close();
  });
  return opened;
};

const dependenciesOf = (
  { storage, transport }: { readonly storage: Storage; readonly transport?: Transport | undefined },
  identity: Identity,
  callees: readonly Dependency[],
): readonly Dependency[] => [
  { name: 'database', isEssential: true, ping: () => storage.database.ping() },
  { name: 'trust', isEssential: true, ping: () => knowTrust(identity) },
  // What is recorded waits in the outbox, so requests can be answered without the bus.
  ...(transport === undefined
    ? []
    : [{ name: 'messageBus', isEssential: false, ping: () => transport.ping() }]),
  ...callees,
];

const startAll = async <Declared extends Settings, Called extends CalledServices>(
  start: Start<Declared, Called>,
): Promise<{ readonly httpUrl: string; readonly grpcAddress: string }> => {
  const given = start.options.overrides?.storage;
  const { storage, outlet }: OpenedStorage =
    given === undefined ? await openStorage(start) : { storage: given };
  const called = openCalledServices(start);
  const { name } = start.definition;
  const built = withDeadLetters(await build(start, storage, called), name, storage);
  const consumers = built.consumers ?? [];
  const jobs = outlet === undefined ? [] : storageJobs(start, storage, outlet, consumers);
  startJobs([...jobs, ...(await trustJobs(start, built)), ...(built.jobs ?? [])], start);
  const own = { storage, transport: outlet?.transport };
  const others = [...called.dependencies, ...(built.dependencies ?? [])];
  const dependencies = dependenciesOf(own, start.identity, others);
  const health = new Health(dependencies, start.logger);
  return startServers(built, { ...start, service: start.definition, health });
};

/**
 * Starts a service in this process, without touching the process itself: configuration, log,
 * metrics, database, migrations, clients, the service, its jobs, gRPC, HTTP, in this order. Rejects
 * with a `ConfigurationError` or with what a step failed with; what had been started is stopped
 * again.
 */
export const startService = async <Declared extends Settings, Called extends CalledServices>(
  definition: ServiceDefinition<Declared, Called>,
  options: StartOptions,
): Promise<RunningService> => {
  const read = readConfiguration(definition, options.environment);
  const configuration = read.host;
  const stream = options.overrides?.logStream;
  const { logger, close } = createLogOutput({
    service: definition.name,
    level: configuration.LOG_LEVEL,
    ...(stream !== undefined && { stream }),
  });
  const stopList = new StopList();
  const start: Start<Declared, Called> = {
    definition,
    configuration,
    ownConfiguration: read.service,
    targets: read.targets,
    options,
    clock: options.overrides?.clock ?? Instant.systemClock,
    logger,
    metrics: createMetrics(definition.name),
    identity: createIdentity(definition.name, configuration),
    stopList,
    step: (name, work) => within(name, configuration.START_TIMEOUT_MS, work),
  };
  let stopping: Promise<readonly string[]> | undefined;
  const stop = async (): Promise<readonly string[]> => {
    const abandoned = await stopList.stopAll(logger);
    logger.info({ abandoned }, 'stopped');
    close();
    return abandoned;
  };
  try {
    const addresses = await startAll(start);
    logger.info(addresses, 'ready');
    return { ...addresses, stop: () => (stopping ??= stop()) };
  } catch (err) {
    logger.fatal({ err }, 'the start failed');
    await stop();
    throw err;
  }
};
