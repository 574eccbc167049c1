import type { RedisOptions as ClientOptions } from 'ioredis';

/** How long is waited for what, in milliseconds. */
export const limitsMs = {
  /** Until a TCP connection, and encryption on it, stands. */
  connect: 1_000,
  /** From then until Redis has let us in and is ready to answer. */
  handshake: 1_000,
  command: 500,
  firstReconnect: 50,
  lastReconnect: 2_000,
  /** Until a connection that Redis does not close itself is cut. */
  disconnect: 100,
} as const;

/** Doubles, and is random between half and the whole, so that replicas do not return together. */
export const reconnectDelayMs = (attempts: number, random: () => number = Math.random): number => {
  const bound = Math.min(limitsMs.firstReconnect * 2 ** (attempts - 1), limitsMs.lastReconnect);
  return Math.round((bound / 2) * (1 + random()));
};

const databaseOf = ({ pathname }: URL): number => {
  const name = pathname.slice(1);
  if (!/^\d{0,4}$/.test(name)) {
    throw new Error('The path of a Redis URL is the number of a database, or nothing.');
  }
  return Number(name);
};

/** What the client is told: to fail at once rather than to wait, and never to give up. */
export const clientOptions = ({
  url,
  certificateAuthority: ca,
  keyPrefix,
}: {
  readonly url: string;
  readonly certificateAuthority?: string;
  readonly keyPrefix: string;
}): ClientOptions => {
  const place = new URL(url);
  const host = place.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: Number(place.port || 6_379),
    db: databaseOf(place),
    keyPrefix,
    ...(place.username && { username: decodeURIComponent(place.username) }),
    ...(place.password && { password: decodeURIComponent(place.password) }),
    ...(place.protocol === 'rediss:' && { tls: ca === undefined ? {} : { ca } }),
    lazyConnect: true,
    connectTimeout: limitsMs.connect,
    commandTimeout: limitsMs.command,
    disconnectTimeout: limitsMs.disconnect,
    retryStrategy: (attempts) => reconnectDelayMs(attempts),
    // A replica that was the primary a moment ago refuses to write: look for the primary again.
    reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
  };
};
