import { connect } from 'node:net';
import path from 'node:path';
import {
  freePort,
  makeCertificate,
  serverFolder,
  startServerProcess,
  type ServerProcess,
} from '@accounting/server-processes';

/** As in production: encrypted, and for a user with a password and few rights. */
export interface RedisSecurity {
  readonly username: string;
  readonly password: string;
  /** What the user may do, as Redis writes it: `~tokens:* +@all`. */
  readonly rights: string;
}

/** How to start a server. */
export interface RedisOptions {
  /** Where the data stays; without one it goes away with the server. */
  readonly dataFolder?: string;
  /** TCP port on 127.0.0.1; a free one unless given. */
  readonly port?: number;
  readonly security?: RedisSecurity;
  /** Further settings by their names in redis.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server. It ends with this process, however that ends. */
export interface RedisServer extends ServerProcess {
  readonly port: number;
  /** `redis://` or `rediss://`, with the user's name and password where it has one. */
  readonly url: string;
  /** Of a secured server: the certificate (PEM) by which to know it. */
  readonly certificateAuthority?: string;
}

const startTimeoutMs = 20_000;
const stopTimeoutMs = 10_000;
const program = 'redis-server';

const securityArguments = (folder: string, port: number, security: RedisSecurity | undefined) => {
  if (security === undefined) return { arguments: ['--port', String(port)] };
  const { certificateFile, keyFile, certificate } = makeCertificate(folder);
  const { username, password, rights } = security;
  return {
    certificate,
    arguments: [
      ...['--port', '0', '--tls-port', String(port)],
      ...['--tls-cert-file', certificateFile, '--tls-key-file', keyFile],
      ...['--tls-ca-cert-file', certificateFile, '--tls-auth-clients', 'no'],
      ...['--user', 'default', 'off'],
      ...['--user', username, 'on', `>${password}`, ...rights.split(' ')],
    ],
  };
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const urlOf = (port: number, security: RedisSecurity | undefined): string =>
  security === undefined
    ? `redis://127.0.0.1:${String(port)}`
    : `rediss://${encodeURIComponent(security.username)}:` +
      `${encodeURIComponent(security.password)}@127.0.0.1:${String(port)}`;

/**
 * Starts a Redis server on 127.0.0.1 that loses nothing it has confirmed, and waits until it
 * answers. Throws with the server's own words when it does not start.
 */
export const startRedis = async (options: RedisOptions = {}): Promise<RedisServer> => {
  const { path: folder, removeFolder } = serverFolder(options.dataFolder, 'accounting-redis-');
  const port = options.port ?? (await freePort());
  const secured = securityArguments(folder, port, options.security);
  const settings = {
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
    daemonize: 'no',
    ...options.settings,
  };
  const server = await startServerProcess({
    name: 'Redis',
    file: program,
    arguments: [
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      ...secured.arguments,
    ],
    logFile: path.join(folder, 'redis.log'),
    // It says so when it has read its data back; before, it answers that it is loading.
    isReady: async (log) => log.includes('Ready to accept connections') && (await accepts(port)),
    startTimeoutMs,
    stopTimeoutMs,
    removeFolder,
  });
  return {
    ...server,
    port,
    url: urlOf(port, options.security),
    ...(secured.certificate !== undefined && { certificateAuthority: secured.certificate }),
  };
};
