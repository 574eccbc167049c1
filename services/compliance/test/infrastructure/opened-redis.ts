import { newUuid } from '@accounting/kernel';
import { createRedis, type Redis } from '@accounting/redis';
import { testRedisUrl } from '@accounting/testing';

/** A connection to this run's Redis, with keys of its own. */
export interface OpenedRedis {
  readonly redis: Redis;
  close(): Promise<void>;
}

export const openRedis = (): OpenedRedis => {
  const logger = { info: () => undefined, warn: () => undefined };
  const redis = createRedis({ url: testRedisUrl(), keyPrefix: `${newUuid()}:`, logger });
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
