import { closeDedicatedConnection, openDedicatedConnection } from '../dedicated-connection';
import type { MessagingLogger } from '../logger';
import type { Subscription, SubscriptionOptions } from '../port';
import { backOffDelayMs } from '../timing/back-off';
import { pause } from '../timing/bell';
import { GroupMember } from './group-member';
import type { SubscriptionSettings } from './settings';
import { openSubscriptionStore } from './subscription-store';

export interface PostgresSubscriptionOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly subscription: SubscriptionOptions;
  readonly settings: SubscriptionSettings;
  readonly logger: MessagingLogger;
}

/** How long a subscription must have run for the next failure to count as the first. */
const healthyMs = 10_000;

/** Starts a member of a group; while the database is away it keeps trying. */
export const startSubscription = (options: PostgresSubscriptionOptions): Subscription => {
  const stopping = new AbortController();
  const ended = runUntilStopped(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};

const runUntilStopped = async (
  options: PostgresSubscriptionOptions,
  stopping: AbortSignal,
): Promise<void> => {
  const { logger, settings, subscription } = options;
  const facts = { group: subscription.group, topics: subscription.topics };
  let failures = 0;
  while (!stopping.aborted) {
    const startedAtMs = Date.now();
    try {
      await runOnce(options, stopping, () => {
        if (failures > 0) logger.info(facts, 'subscription works again');
      });
    } catch (error) {
      if (Date.now() - startedAtMs > healthyMs) failures = 0;
      failures += 1;
      if (failures === 1) logger.warn({ ...facts, err: error }, 'subscription lost its database');
      await pause(backOffDelayMs(settings.retry, failures), stopping);
    }
  }
};

/** Serves on one connection until told to stop, or rejects when the connection is lost. */
const runOnce = async (
  { url, applicationName, subscription, settings, logger }: PostgresSubscriptionOptions,
  stopping: AbortSignal,
  onOpen: () => void,
): Promise<void> => {
  const lost = new AbortController();
  const client = await openDedicatedConnection({
    url,
    applicationName,
    onLost: (reason) => lost.abort(reason),
  });
  try {
    const store = await openSubscriptionStore(client, subscription.group, subscription.topics);
    onOpen();
    const member = new GroupMember({ client, store, subscription, settings, logger });
    await member.run(AbortSignal.any([stopping, lost.signal]));
    // The member may have ended without touching the broken connection.
    if (!stopping.aborted) lost.signal.throwIfAborted();
  } finally {
    await closeDedicatedConnection(client);
  }
};
