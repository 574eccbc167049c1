// npm run servers: starts a Kafka and a Redis on free ports for services and tests that are run by
// hand, prints the settings that lead to them, and stops them at Ctrl-C.
//   npm run servers -- --kafka               only Kafka; --redis only Redis
//   npm run servers -- --data-folder FOLDER  keeps their data there
//   npm run servers -- --kafka-port 9092 --redis-port 6379
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { giveUp, say } from './workspace/console.mjs';
import { requireNode } from './workspace/node-version.mjs';
import { build, install } from './workspace/prepare.mjs';
import { rootFolder } from './workspace/run.mjs';

const readOptions = () => {
  try {
    return parseArgs({
      options: {
        kafka: { type: 'boolean', default: false },
        redis: { type: 'boolean', default: false },
        'kafka-port': { type: 'string' },
        'redis-port': { type: 'string' },
        'data-folder': { type: 'string' },
      },
    }).values;
  } catch (error) {
    return giveUp(error.message);
  }
};

const readPort = (text) => {
  if (text === undefined) return {};
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) giveUp(`"${text}" is no port.`);
  return { port };
};

requireNode();
const options = readOptions();
const both = options.kafka === options.redis;
const wanted = { Kafka: both || options.kafka, Redis: both || options.redis };
const { missingServers } = createRequire(import.meta.url)('./servers/availability.cjs');
const missing = missingServers().filter(({ name }) => wanted[name]);
if (missing.length > 0) giveUp(...missing.map(({ name, reason }) => `${name}: ${reason}.`));
await install();
await build();

const load = (name) =>
  import(pathToFileURL(path.join(rootFolder, 'packages', name, 'dist/index.js')).href);
const folderOf = (name) =>
  options['data-folder'] === undefined
    ? {}
    : { dataFolder: path.resolve(options['data-folder'], name) };

const running = [];
const stopAll = () => Promise.all(running.map((server) => server.stop()));

const start = async (name, run) => {
  if (!wanted[name]) return;
  const server = await run();
  running.push(server);
  say(`${name} is running as process ${server.processId}. Its settings:`, ...server.settings, '');
};

let isStopping = false;
const stop = async () => {
  if (isStopping) process.exit(130);
  isStopping = true;
  await stopAll();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

try {
  await start('Kafka', async () => {
    const { startKafka } = await load('kafka-server');
    const server = await startKafka({ ...folderOf('kafka'), ...readPort(options['kafka-port']) });
    const settings = [`  EVENT_BUS=kafka KAFKA_BROKERS=${server.broker} KAFKA_TLS=false \\`];
    return { ...server, settings: [...settings, '    KAFKA_REPLICATION_FACTOR=1'] };
  });
  await start('Redis', async () => {
    const { startRedis } = await load('redis-server');
    const server = await startRedis({ ...folderOf('redis'), ...readPort(options['redis-port']) });
    return { ...server, settings: [`  TOKEN_STORE=redis REDIS_URL=${server.url}`] };
  });
} catch (error) {
  await stopAll();
  giveUp(error.message);
}
say('Press Ctrl-C to stop.');
await Promise.race(running.map((server) => server.ended));
if (!isStopping) {
  await stopAll();
  giveUp('A server has ended by itself.');
}
