import { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs';
import type { RawMessage } from '../port';
import { unavailable } from './kafka-client';

/** What goes to the broker in one request, at most; a longer message goes alone. */
const requestBytesMax = 786_432;

/** Publishes messages one call after the other. */
export interface Publisher {
  publish(messages: readonly RawMessage[]): Promise<void>;
  close(): Promise<void>;
}

const chunksOf = (messages: readonly RawMessage[]): readonly RawMessage[][] => {
  const chunks: RawMessage[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const length = Buffer.byteLength(message.value);
    if (bytes + length > requestBytesMax) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(message);
    bytes += length;
  }
  return chunks;
};

const byTopic = (messages: readonly RawMessage[]) => {
  const topics = new Map<string, Message[]>();
  for (const { topic, key, value, headers } of messages) {
    const list = topics.get(topic) ?? [];
    list.push({ key, value, headers });
    topics.set(topic, list);
  }
  return [...topics].map(([topic, list]) => ({ topic, messages: list }));
};

/**
 * An idempotent producer: what it repeats by itself is kept once. After a failure nobody knows what
 * arrived, nor does the broker know the producer's numbers any more: the next call begins with a
 * new one.
 */
export const createPublisher = (kafka: Kafka): Publisher => {
  let connected: Promise<Producer> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const connect = async (): Promise<Producer> => {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      // The partitioner of Kafka's own clients: everybody finds a company in the same place.
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 },
    });
    await producer.connect();
    return producer;
  };

  const giveUp = async (): Promise<void> => {
    const producer = await connected?.catch(() => undefined);
    connected = undefined;
    await producer?.disconnect().catch(() => undefined);
  };

  const publishNow = async (messages: readonly RawMessage[]): Promise<void> => {
    if (isClosed) throw unavailable(new Error('the transport is closed'));
    try {
      connected ??= connect();
      const producer = await connected;
      for (const chunk of chunksOf(messages)) {
        await producer.sendBatch({ acks: -1, topicMessages: byTopic(chunk) });
      }
    } catch (error) {
      await giveUp();
      throw unavailable(error);
    }
  };

  return {
    publish: (messages) => {
      const done = last.then(() => publishNow(messages));
      last = done.catch(() => undefined);
      return done;
    },
    close: async () => {
      isClosed = true;
      await last;
      await giveUp();
    },
  };
};
