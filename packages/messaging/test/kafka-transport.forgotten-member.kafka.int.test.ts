import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '@accounting/kernel';
import { testKafkaBroker } from '@accounting/testing';
import { createKafkaTransport, topicOfFacts, type Transport } from '../src';
import { company, eventually, Gate, messagesOf, recordingLogger } from './fixtures';
import { oneTo } from './transport-contract/subject';

jest.setTimeout(120_000);

const settings = {
  ...{ windowCountMax: 10, batchCountMax: 5 },
  ...{ sessionTimeoutMs: 6_000, commitIntervalMs: 50, patienceMs: 100 },
};

/** Longer than a session: what a process is that was stopped, or starved of its processor. */
const blockFor = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

let transport: Transport;
beforeAll(() => {
  transport = createKafkaTransport({
    ...{ brokers: [testKafkaBroker()], clientId: 'forgotten-member', replicationFactor: 1 },
    ...{ logger: recordingLogger(), settings },
  });
});
afterAll(() => transport.close());

describe('a member that the broker has forgotten', () => {
  it('reads on in partitions that it had paused because much was waiting', async () => {
    const topic = `accounting-core.${newUuid()}`;
    await transport.prepare([topicOfFacts(topic)]);
    await transport.publish(messagesOf(company(1), 100).map((one) => ({ ...one, topic })));
    const gate = new Gate();
    const delivered = new Set<number>();
    let isDelivering = false;
    await transport.subscribe({
      ...{ group: topic, topics: [topic] },
      deliver: async (messages) => {
        isDelivering = true;
        await gate.opened;
        for (const { attributes } of messages) delivered.add(attributes.streamVersion);
      },
      refuse: async () => undefined,
    });
    await eventually('much is waiting', () => isDelivering);
    await sleep(1_000);
    blockFor(9_000);
    await sleep(3_000);
    gate.open();

    await eventually('all are delivered', () => delivered.size === 100);
    expect([...delivered]).toEqual(oneTo(100));
  });
});
