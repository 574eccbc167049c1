import { startKafka, type KafkaServer } from '@accounting/kafka-server';
import { newUuid } from '@accounting/kernel';
import { createKafkaTransport, topicOfFacts, type KafkaConnectionOptions } from '../src';
import { eventually, message, recordingLogger } from './fixtures';
import { oneByOne, recording } from './transport-contract/subject';

const user = { username: 'accounting-core', password: newUuid() };

let broker: KafkaServer;

beforeAll(async () => {
  broker = await startKafka({ security: { users: [user] } });
}, 90_000);
afterAll(() => broker.stop());

const open = (changes: Partial<KafkaConnectionOptions> = {}) =>
  createKafkaTransport({
    brokers: [broker.broker],
    clientId: 'security',
    replicationFactor: 1,
    logger: recordingLogger(),
    tls: { certificateAuthority: broker.certificateAuthority as string },
    credentials: user,
    ...changes,
  });

describe('Kafka as in production', () => {
  it('carries facts over TLS for a service that proves who it is', async () => {
    const transport = open();
    const topic = `accounting-core.${newUuid()}`;
    const { handled, handle } = recording();
    await transport.prepare([topicOfFacts(topic)]);
    await transport.publish([message({ topic })]);
    await transport.subscribe({ group: newUuid(), topics: [topic], ...oneByOne(handle) });

    await eventually('it arrives', () => handled.length === 1);
    await transport.close();
  });

  it.each<[string, () => Partial<KafkaConnectionOptions>]>([
    ['with a wrong password', () => ({ credentials: { ...user, password: 'guessed' } })],
    ['that does not know its certificate', () => ({ tls: {} })],
  ])('refuses a service %s', async (_, changes) => {
    const transport = open(changes());
    await expect(transport.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    await transport.close();
  });
});
