import type { Database } from '@accounting/database';
import { invariant } from '@accounting/kernel';
import { DeadLetterWork } from '../dead-letters/dead-letter-work';
import type { MessagingLogger } from '../logger';
import type { Subscription, Transport } from '../port';
import { defaultConsumerSettings, type Consumer, type ConsumerSettings } from './consumer';
import { createDelivery } from './delivery';
import { StalledRetries } from './stalled-retries';

/** Who consumes what, and where it notes what was handled. */
export interface ConsumersOptions {
  /** The service's name, with which its groups begin. */
  readonly service: string;
  readonly consumers: readonly Consumer[];
  readonly transport: Transport;
  /** With the tables of `inboxMigrations`, and those that the consumers write to. */
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly logger: MessagingLogger;
  /** What differs from `defaultConsumerSettings`. */
  readonly settings?: Partial<ConsumerSettings>;
}

/** The group of a consumer, in which the replicas of its service share the companies. */
export const groupOf = (service: string, consumer: string): string => `${service}.${consumer}`;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Consumes until the signal aborts, then finishes what is in hand. Facts take effect once, in the
 * order of their company. What fails is tried again with growing pauses and parked in the end,
 * while the company's later facts wait and those of others go on.
 */
export const runConsumers = async (
  options: ConsumersOptions,
  signal: AbortSignal,
): Promise<void> => {
  const { consumers, transport, service } = options;
  const names = new Set(consumers.map(({ name }) => name));
  invariant(names.size === consumers.length, `the consumers of ${service} have different names`);
  const settings = { ...defaultConsumerSettings, ...options.settings };
  const retries = new StalledRetries({ ...options, settings });
  const deadLetters = new DeadLetterWork({ ...options, lookIntervalMs: settings.lookIntervalMs });
  const loops = [retries.run(signal), deadLetters.run(signal)];
  const subscriptions: Subscription[] = [];
  for (const consumer of consumers) {
    const delivery = createDelivery({ ...options, consumer, settings });
    const group = groupOf(service, consumer.name);
    subscriptions.push(await transport.subscribe({ group, topics: consumer.topics, ...delivery }));
  }
  await untilAborted(signal);
  await Promise.all([...loops, ...subscriptions.map((subscription) => subscription.stop())]);
};
