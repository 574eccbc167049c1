import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '@accounting/kernel';
import { createRedis, type Redis, type RedisOptions } from '../src';

/** What was logged, as text, secrets and all. */
export const recordingLogger = () => {
  const lines: string[] = [];
  const record = (facts: object, message: string): void => {
    lines.push(`${message} ${JSON.stringify(facts)}`);
  };
  return { lines, logger: { info: record, warn: record } };
};

/** A connection that a test closes, with keys of its own. */
export interface OpenedRedis {
  readonly redis: Redis;
  readonly logLines: readonly string[];
  close(): Promise<void>;
}

export const openRedis = (options: Partial<RedisOptions> & { readonly url: string }) => {
  const { lines, logger } = recordingLogger();
  const redis = createRedis({ keyPrefix: `${newUuid()}:`, logger, ...options });
  const controller = new AbortController();
  const kept = redis.keepConnected(controller.signal);
  const opened: OpenedRedis = {
    redis,
    logLines: lines,
    close: () => {
      controller.abort();
      return kept;
    },
  };
  return opened;
};

/** Asks until it is so; the test's own time ends it otherwise. */
export const eventually = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await sleep(10);
};

export const answers = ({ redis }: OpenedRedis): Promise<boolean> =>
  redis.ping().then(
    () => true,
    () => false,
  );
