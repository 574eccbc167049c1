import { newUuid } from '@accounting/kernel';
import { createRedis, type Redis } from '@accounting/redis';
import { testRedisUrl } from '@accounting/testing';

/** A connection to a Redis. */
export interface OpenedRedis {
  readonly redis: Redis;
  close(): Promise<void>;
}

/** Connects to this run's Redis, with keys of its own, unless another one is named. */
export const openRedis = (url = testRedisUrl(), keyPrefix = `${newUuid()}:`): OpenedRedis => {
  const logger = { info: () => undefined, warn: () => undefined };
  const redis = createRedis({ url, keyPrefix, logger });
  const controller = new AbortController();
  const kept = redis.keepConnected(controller.signal);
  return {
    redis,
    close: () => {
      controller.abort();
      return kept;
    },
  };
};
