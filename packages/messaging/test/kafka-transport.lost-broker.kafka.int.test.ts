import { setTimeout as sleep } from 'node:timers/promises';
import { startKafka, type KafkaServer } from '@accounting/kafka-server';
import { newUuid } from '@accounting/kernel';
import { freePort } from '@accounting/server-processes';
import { createKafkaTransport, topicOfFacts, type Transport } from '../src';
import { company, messagesOf, recordingLogger } from './fixtures';
import { oneByOne, oneTo, recording, versionsOf } from './transport-contract/subject';
import { openWire, type Wire } from './wire';

jest.setTimeout(120_000);

const settings = {
  patienceMs: 700,
  commitIntervalMs: 50,
  sessionTimeoutMs: 6_000,
  batchCountMax: 2,
};

let broker: KafkaServer;
let wire: Wire;

beforeAll(async () => {
  const [port, advertisedPort] = [await freePort(), await freePort()];
  broker = await startKafka({ port, advertisedPort });
  wire = await openWire(port, advertisedPort);
});

afterAll(async () => {
  await wire.close();
  await broker.stop();
});

/** Leaves heartbeats on their way, and then ends the connections with them. */
const cutInFlight = async (): Promise<void> => {
  wire.silence();
  await sleep(1_100);
  wire.restore();
  wire.cut();
};

const opened: Transport[] = [];
const open = (): Transport => {
  const transport = createKafkaTransport({
    brokers: [`127.0.0.1:${String(wire.port)}`],
    clientId: 'lost-broker',
    replicationFactor: 1,
    logger: recordingLogger(),
    settings,
  });
  opened.push(transport);
  return transport;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((transport) => transport.close()));
});

const factCount = 300;
const atOnce = 10;

describe('a subscription to Kafka', () => {
  it('skips nothing when connections end while heartbeats are on their way', async () => {
    const topic = `accounting-core.${newUuid()}`;
    const transport = open();
    await transport.prepare([topicOfFacts(topic)]);
    const { handled, handle } = recording();
    await open().subscribe({
      ...{ group: topic, topics: [topic] },
      // Slower than facts arrive, so that the client reads on while some are waiting.
      ...oneByOne(async (one) => {
        await sleep(60);
        await handle(one);
      }),
    });
    const facts = messagesOf(company(1), factCount).map((one) => ({ ...one, topic }));
    for (let from = 0; from < factCount; from += atOnce) {
      await transport.publish(facts.slice(from, from + atOnce));
      await sleep(300);
      if (from % 50 === 40) await cutInFlight();
    }
    const lastOne = (): boolean => versionsOf(handled, company(1)).includes(factCount);
    const deadline = Date.now() + 60_000;
    while (!lastOne() && Date.now() < deadline) await sleep(100);

    // Some came again; that the first time was in order is what counts.
    expect([...new Set(versionsOf(handled, company(1)))]).toEqual(oneTo(factCount));
  });
});
