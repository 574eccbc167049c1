export { startRedis, type RedisOptions, type RedisSecurity, type RedisServer } from './start-redis';
