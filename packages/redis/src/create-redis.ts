import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '@accounting/kernel';
import { Redis as Client } from 'ioredis';
import { ConnectionLog, type RedisLogger } from './connection-log';
import { clientOptions, limitsMs } from './connection-options';
import { translateFailure, unavailableBecause, wordsOf } from './failures';
import type { Redis, Replacement } from './redis';

/** Where Redis is, who we are to it, and what of it is ours. */
export interface RedisOptions {
  /**
   * `redis://host:port`, or `rediss://` to encrypt; with user and password of the access control
   * list before the host, and after it the number of a database, 0 unless given.
   */
  readonly url: string;
  /** Certificates (PEM) of the authority that vouches for Redis, unless the machine knows it. */
  readonly certificateAuthority?: string;
  /** Put before every key: `compliance:`. */
  readonly keyPrefix: string;
  readonly logger: RedisLogger;
}

/** For each key: what it must hold, what it shall hold, and for how many milliseconds. */
const replaceScript = `
for i, key in ipairs(KEYS) do
  if (redis.call('GET', key) or '') ~= ARGV[3 * i - 2] then return 0 end
end
for i, key in ipairs(KEYS) do
  if ARGV[3 * i - 1] == '' then redis.call('DEL', key)
  else redis.call('SET', key, ARGV[3 * i - 1], 'PX', ARGV[3 * i]) end
end
return 1`;

const commandTimedOut = 'Command timed out';

/** The time that a value is kept; Redis takes whole milliseconds, and none at all for a mistake. */
const lifetimeOf = (lifetimeMs: number): number => Math.max(1, Math.ceil(lifetimeMs));

const argumentsOf = ({ before, after, lifetimeMs }: Replacement): readonly (string | number)[] => {
  invariant(before !== '' && after !== '', 'a value is not empty');
  return [before ?? '', after ?? '', lifetimeOf(lifetimeMs)];
};

/**
 * Logs what becomes of the connection, and cuts one on which Redis does not let us in. Answers with
 * the function that cuts it for another reason; it is tried again then.
 */
const watchConnection = (client: Client, log: ConnectionLog): ((reason: string) => void) => {
  let handshake: NodeJS.Timeout | undefined;
  let isCut = false;
  const cut = (reason: string): void => {
    if (isCut) return;
    isCut = true;
    log.note(reason);
    client.disconnect(true);
  };
  client.on('error', (error: Error) => log.note(wordsOf(error)));
  client.on('connect', () => {
    isCut = false;
    handshake = setTimeout(
      () => cut('it accepts connections and does not answer'),
      limitsMs.handshake,
    );
  });
  client.on('ready', () => {
    clearTimeout(handshake);
    log.made();
  });
  client.on('close', () => {
    clearTimeout(handshake);
    log.lost();
  });
  return cut;
};

/** Resolves when the first attempt to connect has ended, whatever its end. */
const firstAttempt = (client: Client): Promise<void> =>
  new Promise((resolve) => {
    client.once('ready', resolve);
    client.once('close', resolve);
  });

const closeClient = async (client: Client): Promise<void> => {
  const isOpen = ['connecting', 'connect', 'ready'].includes(client.status);
  const ended = isOpen
    ? Promise.race([
        new Promise<void>((resolve) => void client.once('end', resolve)),
        sleep(2 * limitsMs.disconnect),
      ])
    : undefined;
  client.disconnect();
  await ended;
};

/** Prepares the one connection of a process; it is made by `keepConnected`. */
export const createRedis = (options: RedisOptions): Redis => {
  const client = new Client(clientOptions(options));
  const log = new ConnectionLog(options.logger);
  const cut = watchConnection(client, log);
  let opened: Promise<void> | undefined;
  let isClosed = false;

  const run = async <Result>(command: () => Promise<Result>): Promise<Result> => {
    if (opened === undefined || isClosed) throw unavailableBecause('there is no connection');
    // Who asks in the first moment need not be refused; later a lost connection is told at once.
    await opened;
    try {
      return await command();
    } catch (error) {
      if (wordsOf(error) === commandTimedOut) {
        // Others must not wait as long: until Redis answers a new connection, all fail at once.
        cut('a command was not answered in time');
      }
      throw translateFailure(error);
    }
  };

  return {
    read: (keys) =>
      run(async () => (await client.mget(...keys)).map((value) => value ?? undefined)),
    write: (key, value, lifetimeMs) =>
      run(async () => {
        await client.set(key, value, 'PX', lifetimeOf(lifetimeMs));
      }),
    replace: (replacements) =>
      run(async () => {
        const keys = replacements.map(({ key }) => key);
        const values = replacements.flatMap(argumentsOf);
        return (await client.eval(replaceScript, keys.length, ...keys, ...values)) === 1;
      }),
    ping: () =>
      run(async () => {
        await client.ping();
      }),
    keepConnected: async (signal) => {
      invariant(opened === undefined, 'a connection is kept by one');
      opened = firstAttempt(client);
      // Its failure is logged when the connection closes, and it is tried on.
      client.connect().catch(() => undefined);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      isClosed = true;
      log.end();
      await closeClient(client);
    },
  };
};
