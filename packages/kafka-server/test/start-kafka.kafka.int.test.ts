import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { startKafka, type KafkaServer } from '../src';

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
  if (create !== undefined) await admin.createTopics({ topics: [{ topic: create }] });
  const topics = await admin.listTopics();
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

  it('says why it does not start', async () => {
    const settings = { 'process.roles': 'no-such-role' };
    await expect(startKafka({ dataFolder: folder, settings })).rejects.toThrow('no-such-role');
  });
});
