import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { startKafka, type KafkaServer } from '../src';
import { fetchByMaven } from '../src/programs';

jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kafka-server-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const topicsOf = async ({ broker }: KafkaServer, create?: string): Promise<readonly string[]> => {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  if (create !== undefined)
    await admin.createTopics({ topics: [{ topic: create }], waitForLeaders: false });
  let topics = await admin.listTopics();
  while (create !== undefined && !topics.includes(create)) topics = await admin.listTopics();
  await admin.disconnect();
  return topics;
};

describe('a Kafka of our own', () => {
  it('goes on with its data when it was killed', async () => {
    const first = await startKafka({ dataFolder: folder });
    expect(await topicsOf(first, 'facts')).toEqual(['facts']);
    await first.kill();
    const second = await startKafka({ dataFolder: folder });

    expect(await topicsOf(second)).toEqual(['facts']);
    await second.stop();
  });

  it('starts with an identity that looks like an option', async () => {
    writeFileSync(path.join(folder, 'cluster-id'), '-KpXeSAmRjOk3EzS2Q6QKg');
    const server = await startKafka({ dataFolder: folder });
    expect(await topicsOf(server)).toEqual([]);
    await server.stop();
  });

  it('is fetched by Maven', () => {
    fetchByMaven(folder);
    expect(readdirSync(folder).some((name) => name.startsWith('kafka-server-4.1'))).toBe(true);
  });

  it('tells clients to come through what stands before it', async () => {
    const server = await startKafka({ dataFolder: folder, advertisedPort: 1, heapMegabytes: 256 });
    expect(server.broker).toBe('127.0.0.1:1');
    await server.stop();
  });

  it('says why it does not start', async () => {
    const settings = { 'process.roles': 'no-such-role' };
    await expect(startKafka({ dataFolder: folder, settings })).rejects.toThrow('no-such-role');
  });
});
