import { kafkaVariable, redisVariable } from '../test-servers';
import { adminUrlVariable } from '../test-database-server';
import { buildPrograms } from './build';
import { needsOf, type JestProject, type JestSelection, type TestServer } from './selection';

interface Running {
  readonly stop: () => Promise<void>;
}

/** The servers of this run, from set-up to teardown; both happen in the same process. */
const running: Running[] = [];

/** Loaded when they are needed: built, because jest resolves set-up files without our sources. */
const startPostgres = async (): Promise<void> => {
  const { startPostgres: start } = await import('@accounting/postgres-server');
  const server = await start({
    durable: false,
    settings: { shared_buffers: '256MB', max_wal_size: '2GB' },
  });
  running.push(server);
  process.env[adminUrlVariable] = server.adminUrl;
};

const starts: Readonly<Record<TestServer, () => Promise<void>>> = {
  kafka: async () => {
    const { startKafka } = await import('@accounting/kafka-server');
    const server = await startKafka();
    running.push(server);
    process.env[kafkaVariable] = server.broker;
  },
  redis: async () => {
    const { startRedis } = await import('@accounting/redis-server');
    const server = await startRedis();
    running.push(server);
    process.env[redisVariable] = server.url;
  },
};

/** Stops the servers of this run, if there are any. */
export const stopServers = async (): Promise<void> => {
  await Promise.all(running.map((server) => server.stop()));
};

/**
 * Starts what the tests of this run need: one PostgreSQL for those with a real dependency, Kafka
 * and Redis for those that name them, and a fresh build for those that start programs. The servers
 * end with jest, however jest ends.
 */
const globalSetup = async (selection: JestSelection, project: JestProject): Promise<void> => {
  const { levels, servers } = needsOf(selection, project);
  if (!levels.has('int') && !levels.has('e2e')) return;
  buildPrograms(selection.rootDir);
  await Promise.all([startPostgres(), ...[...servers].map((server) => starts[server]())]);
};

// jest looks for a default export here.
export default globalSetup;
