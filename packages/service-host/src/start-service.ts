import { Instant, newUuid } from '@accounting/kernel';
import type { Logger } from 'pino';
import { readConfiguration } from './configuration/configuration';
import type { HostConfiguration } from './configuration/host-settings';
import type { Settings } from './configuration/settings';
import type { ServiceDefinition } from './definition';
import { within } from './lifecycle/bounded';
import { Health, type Dependency } from './lifecycle/health';
import { StopList } from './lifecycle/stop-list';
import {
  openDatabases,
  openEventStore,
  requireMigrations,
  serviceMigrations,
} from './lifecycle/storage';
import type { Storage } from './lifecycle/storage';
import { createLogOutput } from './observability/logger';
import { createMetrics, type HostMetrics } from './observability/metrics';
import { startJobs } from './start-jobs';
import { startServers } from './start-servers';
import type { RunningService, StartOptions } from './start-options';

/** What the steps of one start hand on to each other. */
interface Start<Declared extends Settings> {
  readonly definition: ServiceDefinition<Declared>;
  readonly configuration: HostConfiguration;
  readonly options: StartOptions;
  readonly logger: Logger;
  readonly metrics: HostMetrics;
  readonly stopList: StopList;
  /** Runs one step of the start within its time. */
  readonly step: <Result>(name: string, work: () => Promise<Result> | Result) => Promise<Result>;
}

const openStorage = async <Declared extends Settings>(start: Start<Declared>): Promise<Storage> => {
  const { definition, configuration, logger, stopList, step, options } = start;
  if (options.overrides?.storage !== undefined) return options.overrides.storage;
  const databases = openDatabases(definition, configuration, logger);
  const { database, backgroundDatabase } = databases;
  const stopTimeoutMs = configuration.STOP_STEP_TIMEOUT_MS;
  stopList.add('closing the database', stopTimeoutMs, () => database.close());
  stopList.add('closing the background database', stopTimeoutMs, () => backgroundDatabase.close());
  await step('connecting to the database', () =>
    Promise.all([database.ping(), backgroundDatabase.ping()]),
  );
  await step('checking the migrations', () =>
    requireMigrations(configuration.DATABASE_URL.reveal(), serviceMigrations(definition)),
  );
  return { ...databases, eventStore: openEventStore(definition, configuration, database) };
};

const dependenciesOf = (storage: Storage): readonly Dependency[] => [
  { name: 'database', isEssential: true, ping: () => storage.database.ping() },
];

const startAll = async <Declared extends Settings>(
  start: Start<Declared>,
  ownConfiguration: Parameters<typeof start.definition.build>[0]['configuration'],
): Promise<{ readonly httpUrl: string; readonly grpcAddress: string }> => {
  const { definition, configuration, options, logger, metrics, stopList, step } = start;
  const storage = await openStorage(start);
  const clock = options.overrides?.clock ?? Instant.systemClock;
  const built = await step('building the service', () =>
    definition.build({
      ...storage,
      configuration: ownConfiguration,
      clock,
      newUuid: options.overrides?.newUuid ?? newUuid,
      logger,
      metrics: metrics.registry,
    }),
  );
  startJobs(built.jobs ?? [], { configuration, logger, metrics, stopList });
  const health = new Health(dependenciesOf(storage));
  return startServers(built, {
    service: definition,
    configuration,
    clock,
    logger,
    metrics,
    health,
    stopList,
    step,
  });
};

/**
 * Starts a service in this process, without touching the process itself: configuration, log,
 * metrics, database, migrations, the service, its jobs, gRPC, HTTP, in this order. Rejects with a
 * `ConfigurationError` or with what a step failed with; what had been started is stopped again.
 */
export const startService = async <Declared extends Settings>(
  definition: ServiceDefinition<Declared>,
  options: StartOptions,
): Promise<RunningService> => {
  const { host: configuration, service } = readConfiguration(definition, options.environment);
  const stream = options.overrides?.logStream;
  const { logger, flush } = createLogOutput({
    service: definition.name,
    level: configuration.LOG_LEVEL,
    ...(stream !== undefined && { stream }),
  });
  const stopList = new StopList();
  const start: Start<Declared> = {
    definition,
    configuration,
    options,
    logger,
    metrics: createMetrics(definition.name),
    stopList,
    step: (name, work) => within(name, configuration.START_TIMEOUT_MS, work),
  };
  let stopping: Promise<readonly string[]> | undefined;
  const stop = async (): Promise<readonly string[]> => {
    const abandoned = await stopList.stopAll(logger);
    logger.info({ abandoned }, 'stopped');
    flush();
    return abandoned;
  };
  try {
    const addresses = await startAll(start, service);
    logger.info(addresses, 'ready');
    return { ...addresses, stop: () => (stopping ??= stop()) };
  } catch (err) {
    logger.fatal({ err }, 'the start failed');
    await stop();
    throw err;
  }
};
