import type { Subscription } from '../port';
import { keepTrying } from '../timing/keep-trying';
import { KafkaGroupMember, type KafkaSubscriptionOptions } from './kafka-group-member';

/** Starts a member of a group; while the broker is away it keeps trying. */
export const startKafkaSubscription = (options: KafkaSubscriptionOptions): Subscription => {
  const { logger, settings, subscription } = options;
  return keepTrying({
    facts: { group: subscription.group, topics: subscription.topics },
    retry: settings.retry,
    logger,
    runOnce: (stopping, onOpen) => new KafkaGroupMember(options).run(stopping, onOpen),
  });
};
