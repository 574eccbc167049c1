import { toRawMessage } from '../envelope';
import type { RawMessage, Subscription, Transport } from '../port';
import { groupLag, rewindGroup, topicsOfGroup } from './group-offsets';
import { asAdministrator, createKafkaClient, unavailable } from './kafka-client';
import { prepareTopics } from './kafka-topics';
import { createPublisher } from './publisher';
import { defaultKafkaSettings, type KafkaTransportOptions } from './settings';
import { startKafkaSubscription } from './subscription';

/**
 * Carries facts through Kafka. `publish` rejects with kind `unavailable` when the broker does not
 * take a message; the same messages may be published again. A subscription that loses the broker
 * goes on by itself when it is back.
 */
export const createKafkaTransport = (options: KafkaTransportOptions): Transport => {
  const { logger, replicationFactor } = options;
  const kafka = createKafkaClient(options);
  const publisher = createPublisher(kafka);
  const settings = { ...defaultKafkaSettings, ...options.settings };
  const subscriptions = new Set<Subscription>();
  let isClosed = false;

  const publishRaw = async (messages: readonly RawMessage[]): Promise<void> => {
    if (messages.length > 0) await publisher.publish(messages);
  };

  return {
    prepare: (topics) => prepareTopics(kafka, topics, replicationFactor),
    publish: (messages) => publishRaw(messages.map(toRawMessage)),
    publishRaw,
    subscribe: async (subscription) => {
      const started = startKafkaSubscription({ kafka, subscription, settings, logger });
      subscriptions.add(started);
      return started;
    },
    rewind: (group, topics, since) => rewindGroup(kafka, group, topics, since),
    topicsOf: (group) => topicsOfGroup(kafka, group),
    lag: (group, topics) => groupLag(kafka, group, topics),
    ping: async () => {
      if (isClosed) throw unavailable(new Error('the transport is closed'));
      await asAdministrator(kafka, (admin) => admin.describeCluster());
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      await publisher.close();
    },
  };
};
