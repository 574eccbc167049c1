import type { Client } from 'pg';
import { closeDedicatedConnection, openDedicatedConnection } from '../dedicated-connection';
import { pause } from '../timing/bell';

/** While one process leads, no other does. */
export interface Leadership {
  /** Aborts when the lead is lost or the process stops. */
  readonly signal: AbortSignal;
  /** Told when the database says that there is something to do. */
  readonly onWake: (listener: () => void) => void;
}

/** Lets one process of many do a thing. */
export interface LeaderLock {
  /**
   * Waits until this process leads, does the work, and gives the lead up when the work settles.
   * Resolves without doing anything when the signal aborts first. Rejects when the database is lost
   * while waiting, and with whatever the work rejects with.
   */
  lead(
    signal: AbortSignal,
    work: (leadership: Leadership) => Promise<void>,
    /** Told when it turns out that another process leads. */
    onFollowing?: () => void,
  ): Promise<void>;
}

/** Where the lock is, and what wakes its holder. */
export interface PostgresLeaderLockOptions {
  readonly url: string;
  /** Names the thing that only one does: `accounting-core.outbox-relay`. */
  readonly name: string;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** How often a follower tries to take over, in milliseconds; 250 unless said otherwise. */
  readonly retryIntervalMs?: number;
  /** NOTIFY channel on which the holder is woken; none unless given. */
  readonly wakeChannel?: string;
}

const defaultRetryIntervalMs = 250;
/** How often the holder makes sure that the connection still lives. */
const heartbeatIntervalMs = 5_000;

/**
 * A lock that PostgreSQL holds for as long as a connection of its own lives, so that the death of
 * the process gives it up at once. Followers ask again and again instead of waiting inside
 * PostgreSQL: a statement that waits for hours keeps vacuum from cleaning up.
 */
export const createPostgresLeaderLock = (options: PostgresLeaderLockOptions): LeaderLock => ({
  lead: async (signal, work, onFollowing) => {
    const lost = new AbortController();
    const client = await openDedicatedConnection({
      url: options.url,
      applicationName: options.applicationName,
      onLost: (reason) => lost.abort(reason),
    });
    try {
      const leading = AbortSignal.any([signal, lost.signal]);
      if (await acquire(client, options, leading, onFollowing)) {
        await whileAlive(client, lost, () => serve(client, options, leading, work));
      }
      // What ended the lead matters to the caller unless it asked for the end itself.
      if (!signal.aborted) lost.signal.throwIfAborted();
    } finally {
      await closeDedicatedConnection(client);
    }
  },
});

const acquire = async (
  client: Client,
  { name, retryIntervalMs = defaultRetryIntervalMs }: PostgresLeaderLockOptions,
  signal: AbortSignal,
  onFollowing?: () => void,
): Promise<boolean> => {
  while (!signal.aborted) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
      [name],
    );
    if (rows[0]?.taken === true) return true;
    onFollowing?.();
    await pause(retryIntervalMs, signal);
  }
  return false;
};

const whileAlive = async (
  client: Client,
  lost: AbortController,
  work: () => Promise<void>,
): Promise<void> => {
  let isAsking = false;
  const ask = async (): Promise<void> => {
    isAsking = true;
    await client.query('SELECT 1').catch((error: unknown) => lost.abort(error));
    isAsking = false;
  };
  const heartbeat = setInterval(() => {
    if (!isAsking) void ask();
  }, heartbeatIntervalMs);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
  }
};

const serve = async (
  client: Client,
  { wakeChannel }: PostgresLeaderLockOptions,
  signal: AbortSignal,
  work: (leadership: Leadership) => Promise<void>,
): Promise<void> => {
  if (wakeChannel !== undefined)
    await client.query(`LISTEN ${client.escapeIdentifier(wakeChannel)}`);
  await work({
    signal,
    onWake: (listener) => {
      client.on('notification', () => listener());
    },
  });
};
