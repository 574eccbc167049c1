const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');

/** Where the package kafka-server keeps what Maven fetched. */
const kafkaCache = path.resolve(__dirname, '../../node_modules/.cache/kafka');
/** The package itself, which knows what to fetch, once it is built. */
const kafkaServer = path.resolve(__dirname, '../../packages/kafka-server/dist/index.js');
const javaVersionMin = 17;
const redisVersionMin = 7;

const answers = (program, ...words) => spawnSync(program, words, { stdio: 'ignore' }).status === 0;

const javaVersion = () => {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  // `1.8.0` is version 8, `17.0.15` version 17.
  return Number(/version "(?:1\.)?(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
};

const isKafkaFetched = () =>
  existsSync(kafkaCache) && readdirSync(kafkaCache).some((name) => !name.startsWith('fetching-'));

/** Why Maven cannot fetch it: without a network, say. Tries it, as the tests would have to. */
const reasonNotFetched = () => {
  if (!existsSync(kafkaServer)) return undefined;
  try {
    require(kafkaServer).kafkaClassPath();
    return undefined;
  } catch (error) {
    return error.message.trim().split('\n')[0];
  }
};

const reasonWithoutKafka = () => {
  if (javaVersion() < javaVersionMin) {
    return `Java ${javaVersionMin} or later is not on the path: install a Java runtime`;
  }
  return isKafkaFetched() || answers('mvn', '--version')
    ? reasonNotFetched()
    : 'mvn is not on the path, which fetches Kafka: install Maven';
};

const reasonWithoutRedis = () => {
  const { status, stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  if (status !== 0) {
    return 'redis-server is not on the path: install the system package redis-server';
  }
  return Number(/ v=(\d+)/.exec(stdout)?.[1] ?? 0) < redisVersionMin
    ? `redis-server is older than version ${redisVersionMin}: install a newer one`
    : undefined;
};

/**
 * Servers that tests name in their files (`.kafka.int.test.ts`) and that cannot be started on this
 * machine, with the reason and what to do. Whether Kafka can be fetched is known after the build.
 * @returns {{ name: string, suffix: string, reason: string }[]}
 */
const missingServers = () =>
  [
    { name: 'Kafka', suffix: 'kafka', reason: reasonWithoutKafka() },
    { name: 'Redis', suffix: 'redis', reason: reasonWithoutRedis() },
  ].filter(({ reason }) => reason !== undefined);

module.exports = { missingServers };
