import { newUuid } from '@accounting/kernel';
import { testKafkaBroker } from '@accounting/testing';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { createKafkaTransport, partitionCount, topicOfFacts } from '../src';
import { recordingLogger } from './fixtures';

let admin: Admin;
beforeAll(async () => {
  admin = new Kafka({ brokers: [testKafkaBroker()], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
});
afterAll(() => admin.disconnect());

const transport = (replicationFactor = 1) =>
  createKafkaTransport({
    brokers: [testKafkaBroker()],
    clientId: 'topics',
    replicationFactor,
    logger: recordingLogger(),
  });

describe('the topics of a service', () => {
  it('are made as declared, each with one for its dead letters', async () => {
    const name = `accounting-core.${newUuid()}`;
    const one = transport();
    await one.prepare([topicOfFacts(name)]);

    const { topics } = await admin.fetchTopicMetadata({ topics: [name, `${name}.dlq`] });
    expect(topics.map(({ partitions }) => partitions.length)).toEqual([
      partitionCount,
      partitionCount,
    ]);
    await one.close();
  });

  it('may be made by several replicas at once, and are then as declared', async () => {
    const name = `accounting-core.${newUuid()}`;
    const replicas = [transport(), transport(), transport()];
    await Promise.all(replicas.map((one) => one.prepare([topicOfFacts(name)])));
    await Promise.all(replicas.map((one) => one.prepare([topicOfFacts(name)])));
    await Promise.all(replicas.map((one) => one.close()));
  });

  it('are refused with what differs when they keep less than declared', async () => {
    const name = `accounting-core.${newUuid()}`;
    const configEntries = [{ name: 'retention.ms', value: '60000' }];
    await admin.createTopics({
      topics: [{ topic: name, numPartitions: 3, configEntries }],
      // The client gives up when the broker names a topic that it does not host yet.
      waitForLeaders: false,
    });
    const one = transport();

    const refusal = await one.prepare([topicOfFacts(name)]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'messaging.topic_differs', kind: 'failed_precondition' });
    expect((refusal as Error).message).toContain(`${name}: partitions is 3, not 16`);
    expect((refusal as Error).message).toContain('retention.ms is 60000');
    await one.close();
  });
});
