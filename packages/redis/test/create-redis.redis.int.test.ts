import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '@accounting/kernel';
import { testRedisUrl } from '@accounting/testing';
import { createRedis } from '../src';
import { openRedis, recordingLogger, type OpenedRedis } from './fixtures';

const minuteMs = 60_000;
let opened: OpenedRedis;
beforeEach(() => {
  opened = openRedis({ url: testRedisUrl() });
});
afterEach(() => opened.close());

describe('a value', () => {
  it('is read as it was written, and in the order of the keys', async () => {
    await opened.redis.write('one', 'ერთი', minuteMs);
    await opened.redis.write('two', '2', minuteMs);
    expect(await opened.redis.read(['two', 'none', 'one'])).toEqual(['2', undefined, 'ერთი']);
  });

  it('is forgotten after its lifetime', async () => {
    await opened.redis.write('key', 'value', 50);
    await sleep(100);
    expect(await opened.redis.read(['key'])).toEqual([undefined]);
  });

  it('is kept apart from those under another prefix', async () => {
    const other = openRedis({ url: testRedisUrl() });
    await opened.redis.write('key', 'value', minuteMs);
    expect(await other.redis.read(['key'])).toEqual([undefined]);
    await other.close();
  });
});

describe('a replacement', () => {
  it('is made when every key holds what it should, and may remove a value', async () => {
    await opened.redis.write('held', 'old', minuteMs);
    const isMade = await opened.redis.replace([
      { key: 'held', before: 'old', after: undefined, lifetimeMs: minuteMs },
      { key: 'new', before: undefined, after: 'value', lifetimeMs: minuteMs },
    ]);
    expect(isMade).toBe(true);
    expect(await opened.redis.read(['held', 'new'])).toEqual([undefined, 'value']);
  });

  it('leaves everything alone when one key holds something else', async () => {
    await opened.redis.write('held', 'other', minuteMs);
    const isMade = await opened.redis.replace([
      { key: 'new', before: undefined, after: 'value', lifetimeMs: minuteMs },
      { key: 'held', before: 'old', after: 'newer', lifetimeMs: minuteMs },
    ]);
    expect(isMade).toBe(false);
    expect(await opened.redis.read(['held', 'new'])).toEqual(['other', undefined]);
  });

  it('is made by one of many at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        opened.redis.replace([
          { key: 'key', before: undefined, after: String(index), lifetimeMs: minuteMs },
        ]),
      ),
    );
    expect(outcomes.filter((isMade) => isMade)).toHaveLength(1);
  });

  it('is forgotten after its lifetime', async () => {
    const after = { key: 'key', before: undefined, after: 'value', lifetimeMs: 50 };
    await opened.redis.replace([after]);
    await sleep(100);
    expect(await opened.redis.replace([after])).toBe(true);
  });
});

describe('a connection', () => {
  it('is asked for without a wait as soon as it is begun', async () => {
    const fresh = openRedis({ url: testRedisUrl() });
    await fresh.redis.ping();
    await fresh.close();
    expect(fresh.logLines).toEqual([]);
  });

  it('uses the database that the URL names', async () => {
    const keyPrefix = newUuid();
    const [zero, one] = ['/0', '/1'].map((path) =>
      openRedis({ url: `${testRedisUrl()}${path}`, keyPrefix }),
    ) as [OpenedRedis, OpenedRedis];
    await one.redis.write('key', 'value', minuteMs);
    expect(await zero.redis.read(['key'])).toEqual([undefined]);
    expect(await one.redis.read(['key'])).toEqual(['value']);
    await Promise.all([zero.close(), one.close()]);
  });

  it('is unavailable before it is begun, and after it was closed', async () => {
    const { logger } = recordingLogger();
    const never = createRedis({ url: testRedisUrl(), keyPrefix: '', logger });
    await expect(never.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    const closed = openRedis({ url: testRedisUrl() });
    await closed.close();
    await expect(closed.redis.ping()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
