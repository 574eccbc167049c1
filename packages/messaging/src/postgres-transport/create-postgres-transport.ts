import { createDatabase, textColumn, uuidColumn, type Column } from '@accounting/database';
import { invariant } from '@accounting/kernel';
import { toRawMessage } from '../envelope';
import type { MessagingLogger } from '../logger';
import type { RawMessage, Subscription, Transport } from '../port';
import { groupLag, rewindGroup, topicsOfGroup } from './group-cursors';
import { startRetention } from './retention';
import { defaultSubscriptionSettings, type SubscriptionSettings } from './settings';
import { startSubscription } from './subscription';

/** How to reach the message bus, and how to pace its subscriptions. */
export interface PostgresTransportOptions {
  /** The database with the tables of `messageBusMigrations`. */
  readonly url: string;
  /** Shown in `pg_stat_activity`: the service's name. */
  readonly applicationName: string;
  readonly logger: MessagingLogger;
  /** What differs from `defaultSubscriptionSettings`. */
  readonly settings?: Partial<SubscriptionSettings>;
  /** Days that messages are kept after every group has handled them; 365 unless said otherwise. */
  readonly retentionDays?: number;
  /** How often expired messages are removed, in milliseconds; hourly unless said otherwise. */
  readonly retentionIntervalMs?: number;
}

/** Messages that one `publish` takes at most. */
export const publishCountMax = 1_000;

/** Publishing is one statement at a time for each caller; a few callers are plenty. */
const connectionsMax = 2;
const statementTimeoutMs = 10_000;

/**
 * Carries facts through tables of a PostgreSQL that all services on one machine share. NOTIFY only
 * wakes the readers; the tables are the truth. `publish` rejects with kind `unavailable` when the
 * database does not answer and with `aborted` when another publisher holds a topic too long; either
 * way the same messages may be published again. A subscription that loses the database goes on by
 * itself when it is back.
 */
export const createPostgresTransport = (options: PostgresTransportOptions): Transport => {
  const { url, applicationName, logger } = options;
  const settings = { ...defaultSubscriptionSettings, ...options.settings };
  const database = createDatabase({ url, applicationName, connectionsMax, statementTimeoutMs });
  const subscriptions = new Set<Subscription>();
  const endRetention = startRetention({
    database,
    retentionDays: options.retentionDays ?? 365,
    intervalMs: options.retentionIntervalMs ?? 3_600_000,
    logger,
  });

  const publishRaw = async (messages: readonly RawMessage[]): Promise<void> => {
    if (messages.length === 0) return;
    invariant(messages.length <= publishCountMax, 'a batch has at most 1,000 messages');
    const values = toColumns(messages);
    await database.withoutCompany((connection) =>
      connection.query({
        name: 'messaging-publish',
        text: 'SELECT messaging.publish($1, $2, $3, $4)',
        values,
      }),
    );
  };

  return {
    // A topic is its name here: tables and retention are there for all of them.
    prepare: () => database.ping(),
    publish: (messages) => publishRaw(messages.map(toRawMessage)),
    publishRaw,
    subscribe: async (subscription) => {
      const started = startSubscription({ url, applicationName, subscription, settings, logger });
      subscriptions.add(started);
      return started;
    },
    rewind: (group, topics, since) => rewindGroup({ database, group, topics, since }),
    topicsOf: (group) => topicsOfGroup(database, group),
    lag: (group, topics) => groupLag(database, group, topics),
    ping: () => database.ping(),
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      await endRetention();
      await database.close();
    },
  };
};

const toColumns = (messages: readonly RawMessage[]): Column[] => [
  textColumn(messages.map(({ topic }) => topic)),
  uuidColumn(messages.map(({ key }) => key)),
  textColumn(messages.map(({ headers }) => JSON.stringify(headers))),
  textColumn(messages.map(({ value }) => value)),
];
