import type { Database } from '@accounting/database';
import type { MessagingLogger } from '../logger';

export interface RetentionOptions {
  readonly database: Database;
  readonly retentionDays: number;
  /** How often to look for expired messages, in milliseconds. */
  readonly intervalMs: number;
  readonly logger: MessagingLogger;
}

/** Messages of one topic and slot removed in one statement, so that each stays short. */
const removalCountMax = 1_000;

const removeExpired = async ({ database, retentionDays, logger }: RetentionOptions) => {
  let total = 0;
  let removed: number;
  do {
    const { rows } = await database.withoutCompany((connection) =>
      connection.query<{ removed: string }>(
        'SELECT messaging.remove_expired(make_interval(days => $1), $2) AS removed',
        [retentionDays, removalCountMax],
      ),
    );
    removed = Number(rows[0]?.removed ?? 0);
    total += removed;
  } while (removed > 0);
  if (total > 0) logger.info({ messages: total, retentionDays }, 'removed expired messages');
};

/**
 * Removes messages now and then that are older than the retention and handled by every group. All
 * services that share the bus may do so at once. A failure is logged and waits for the next time.
 * Returns what ends it.
 */
export const startRetention = (options: RetentionOptions): (() => Promise<void>) => {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = removeExpired(options).catch((error: unknown) => {
      options.logger.warn({ err: error }, 'expired messages were not removed');
    });
  }, options.intervalMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
};
