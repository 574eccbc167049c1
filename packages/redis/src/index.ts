export { createRedis, type RedisOptions } from './create-redis';
export { redisErrors } from './failures';
export type { RedisLogger } from './connection-log';
export type { Redis, Replacement } from './redis';
