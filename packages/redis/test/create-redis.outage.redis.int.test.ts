import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startRedis, type RedisServer } from '@accounting/redis-server';
import { answers, eventually, openRedis, type OpenedRedis } from './fixtures';

const unavailable = { kind: 'unavailable', code: 'redis.unavailable' };
let dataFolder: string;
let server: RedisServer;
let opened: OpenedRedis;

beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'redis-outage-'));
  server = await startRedis({ dataFolder });
  opened = openRedis({ url: server.url });
  await opened.redis.write('key', 'kept', 600_000);
});
afterEach(async () => {
  await opened.close();
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const startAgain = async (): Promise<void> => {
  server = await startRedis({ dataFolder, port: server.port });
};

describe('while Redis is away', () => {
  it.each(['stop', 'kill'] as const)(
    'everything is unavailable, and it goes on after a %s and a start by itself',
    async (end) => {
      await server[end]();
      await eventually(async () => !(await answers(opened)));
      await expect(opened.redis.read(['key'])).rejects.toMatchObject(unavailable);
      await expect(opened.redis.write('key', 'lost', 1_000)).rejects.toMatchObject(unavailable);
      await startAgain();
      await eventually(() => answers(opened));
      expect(await opened.redis.read(['key'])).toEqual(['kept']);
    },
  );

  it('one that stands still makes nobody wait after the first, and is found again', async () => {
    server.suspend();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => opened.redis.read(['key'])),
    );
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    for (let count = 0; count < 1_000; count += 1) {
      await expect(opened.redis.ping()).rejects.toMatchObject(unavailable);
    }
    server.resume();
    await eventually(() => answers(opened));
    expect(await opened.redis.read(['key'])).toEqual(['kept']);
  });

  it('is logged once, with the reason, and once when it is over', async () => {
    await server.kill();
    await eventually(async () => !(await answers(opened)));
    for (let count = 0; count < 20; count += 1) await answers(opened);
    await startAgain();
    await eventually(() => answers(opened));
    expect(opened.logLines).toEqual([
      expect.stringMatching(/^Redis does not answer; trying on .*"reason":"/),
      expect.stringMatching(/^Redis answers again/),
    ]);
  });

  it('a process starts all the same, and closes what it tries', async () => {
    await server.stop();
    const late = openRedis({ url: server.url });
    await expect(late.redis.ping()).rejects.toMatchObject(unavailable);
    await late.close();
    await expect(late.redis.ping()).rejects.toMatchObject(unavailable);
  });
});
