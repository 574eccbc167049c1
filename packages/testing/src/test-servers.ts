/** Where global-setup tells the test files which broker it started. */
export const kafkaVariable = 'TEST_KAFKA_BROKER';
/** Where it tells which Redis. */
export const redisVariable = 'TEST_REDIS_URL';

const required = (variable: string, suffix: string): string => {
  const value = process.env[variable];
  if (value !== undefined) return value;
  throw new Error(
    `${variable} is not set: name the test file .${suffix}.int.test.ts, and run it through the ` +
      'jest configuration of the repository.',
  );
};

/** `host:port` of this run's Kafka. Throws in tests whose file names no Kafka. */
export const testKafkaBroker = (): string => required(kafkaVariable, 'kafka');

/** URL of this run's Redis. Throws in tests whose file names no Redis. */
export const testRedisUrl = (): string => required(redisVariable, 'redis');
