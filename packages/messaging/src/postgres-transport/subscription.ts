import { closeDedicatedConnection, openDedicatedConnection } from '../dedicated-connection';
import type { MessagingLogger } from '../logger';
import type { Subscription, SubscriptionOptions } from '../port';
import { keepTrying } from '../timing/keep-trying';
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

/** Starts a member of a group; while the database is away it keeps trying. */
export const startSubscription = (options: PostgresSubscriptionOptions): Subscription => {
  const { logger, settings, subscription } = options;
  return keepTrying({
    facts: { group: subscription.group, topics: subscription.topics },
    retry: settings.retry,
    logger,
    runOnce: (stopping, onOpen) => runOnce(options, stopping, onOpen),
  });
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
