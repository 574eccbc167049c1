const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');

/** Where the package kafka-server keeps what Maven fetched. */
const kafkaCache = path.resolve(__dirname, '../../node_modules/.cache/kafka');
const javaVersionMin = 17;

const answers = (program, ...words) => spawnSync(program, words, { stdio: 'ignore' }).status === 0;

const javaVersion = () => {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  // `1.8.0` is version 8, `17.0.15` version 17.
  return Number(/version "(?:1\.)?(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
};

const isKafkaFetched = () =>
  existsSync(kafkaCache) && readdirSync(kafkaCache).some((name) => !name.startsWith('fetching-'));

const reasonWithoutKafka = () => {
  if (javaVersion() < javaVersionMin) {
    return `Java ${javaVersionMin} or later is not on the path: install a Java runtime`;
  }
  return isKafkaFetched() || answers('mvn', '--version')
    ? undefined
    : 'mvn is not on the path, which fetches Kafka: install Maven';
};

const reasonWithoutRedis = () =>
  answers('redis-server', '--version')
    ? undefined
    : 'redis-server is not on the path: install the system package redis-server';

/**
 * Servers that tests name in their files (`.kafka.int.test.ts`) and that cannot be started on this
 * machine, with the reason and what to do.
 * @returns {{ name: string, suffix: string, reason: string }[]}
 */
const missingServers = () =>
  [
    { name: 'Kafka', suffix: 'kafka', reason: reasonWithoutKafka() },
    { name: 'Redis', suffix: 'redis', reason: reasonWithoutRedis() },
  ].filter(({ reason }) => reason !== undefined);

module.exports = { missingServers };
