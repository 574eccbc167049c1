import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  endWithThisProcess,
  freePort,
  temporaryFolder,
  type Guardian,
} from '@accounting/server-processes';
import { findBinaries } from './binaries';
import { prepareDataFolder, type DataFolder } from './data-folder';
import { chooseOperatingUser, type Command } from './operating-user';

/** How to start a server. */
export interface PostgresOptions {
  /**
   * Where the data stays, made when missing; a server started on it again continues with it.
   * Without one the server gets a temporary folder that goes away with it.
   */
  readonly dataFolder?: string;
  /** TCP port on 127.0.0.1; a free one unless given. */
  readonly port?: number;
  /** False trades crash safety for speed (fsync, synchronous_commit, full_page_writes off). */
  readonly durable: boolean;
  /** Further settings by their PostgreSQL names: `{ shared_buffers: '1GB' }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
}

/** A running server. It ends with this process, however that ends. */
export interface PostgresServer {
  /** Connects as superuser to the database `postgres`. */
  readonly adminUrl: string;
  readonly port: number;
  readonly processId: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends all sessions, rolls back what is open, writes a checkpoint. Safe to call twice. */
  readonly stop: () => Promise<void>;
  /** `kill -9` of the server, as a power cut would: the next start recovers from the log. */
  readonly kill: () => Promise<void>;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const pollIntervalMs = 20;
const guardianGraceSeconds = 20;

const withoutDurability = { fsync: false, synchronous_commit: false, full_page_writes: false };
const ownSettings = {
  listen_addresses: '127.0.0.1',
  // Loopback TCP is enough, and socket paths have a length limit that deep folders exceed.
  unix_socket_directories: '',
  max_connections: 200,
  jit: false,
  timezone: 'UTC',
};

const argumentsFor = (data: DataFolder, port: number, options: PostgresOptions): string[] => {
  const settings = {
    ...ownSettings,
    ...(options.durable ? {} : withoutDurability),
    ...options.settings,
    port,
  };
  return [
    '-D',
    data.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`]),
  ];
};

interface GuardedServer {
  readonly process: ChildProcess;
  readonly guardian: Guardian | undefined;
}

const spawnServer = (
  command: Command,
  data: DataFolder,
  removeFolder: string | undefined,
): GuardedServer => {
  const log = openSync(data.log, 'a', 0o600);
  const server = spawn(command.file, command.arguments, {
    ...command.options,
    // A session of its own: Ctrl-C is for the starter, who stops things in the right order.
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const guardian =
    server.pid === undefined
      ? undefined
      : endWithThisProcess(server.pid, {
          signal: 'SIGINT',
          graceSeconds: guardianGraceSeconds,
          removeFolder,
        });
  return { process: server, guardian };
};

/** The last line of postmaster.pid is the server's own account of its state, as pg_ctl reads it. */
const isReady = (cluster: string, processId: number | undefined): boolean => {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(processId) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
};

const hasEnded = (server: ChildProcess): boolean =>
  server.exitCode !== null || server.signalCode !== null;

const whenEnded = (server: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(server)) resolve();
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });

const logAfter = (log: string, offset: number): string =>
  readFileSync(log).subarray(offset).toString('utf8').trim();

const logSize = (log: string): number => {
  try {
    return readFileSync(log).length;
  } catch {
    return 0;
  }
};

/**
 * After a kill the old server's sessions need a moment to notice; until then a start is refused.
 */
const isAwaitingPredecessor = (log: string): boolean =>
  log.includes('pre-existing shared memory block') || log.includes('lock file "postmaster.pid"');

const startUntilReady = async (
  start: () => GuardedServer,
  data: DataFolder,
): Promise<GuardedServer> => {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const offset = logSize(data.log);
    const server = start();
    const ended = whenEnded(server.process);
    while (!hasEnded(server.process) && server.guardian && Date.now() < deadline) {
      if (isReady(data.cluster, server.process.pid)) return server;
      await Promise.race([sleep(pollIntervalMs), ended]);
    }
    server.process.kill('SIGKILL');
    server.guardian?.dismiss();
    const log = logAfter(data.log, offset);
    if (!isAwaitingPredecessor(log) || Date.now() >= deadline) {
      throw new Error(`PostgreSQL did not start. Its log says:\n${log}`);
    }
    await sleep(200);
  }
};

/** Starts the server in a folder that exists; `isTemporary` has the guardian remove it. */
const startIn = async (
  folder: string,
  isTemporary: boolean,
  options: PostgresOptions,
): Promise<PostgresServer> => {
  const binaries = findBinaries();
  const user = chooseOperatingUser([path.dirname(folder), path.dirname(binaries.postgres)]);
  const data = await prepareDataFolder(folder, { binaries, user, durable: options.durable });
  const port = options.port ?? (await freePort());
  const command = user.commandFor(binaries.postgres, argumentsFor(data, port, options));
  const { process: server, guardian } = await startUntilReady(
    () => spawnServer(command, data, isTemporary ? folder : undefined),
    data,
  );
  const ended = whenEnded(server).then(() => guardian?.dismiss());
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    server.kill(signal);
    const late = setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(late);
  };
  server.unref();
  return {
    adminUrl: `postgresql://postgres:${data.password}@127.0.0.1:${port}/postgres`,
    port,
    processId: server.pid as number,
    ended,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  };
};

const startInTemporaryFolder = async (options: PostgresOptions): Promise<PostgresServer> => {
  const { path: folder, remove } = temporaryFolder('accounting-postgres-');
  try {
    const server = await startIn(folder, true, options);
    const ended = server.ended.then(remove);
    const afterwards = (ending: () => Promise<void>) => () => ending().then(() => ended);
    return {
      ...server,
      ended,
      stop: afterwards(server.stop),
      kill: afterwards(server.kill),
    };
  } catch (error) {
    remove();
    throw error;
  }
};

/**
 * Starts a PostgreSQL 18 server on 127.0.0.1 and waits until it accepts connections. Nothing has to
 * be installed: the programs come with the npm dependencies. Throws with the server's own words
 * when it does not start.
 */
export const startPostgres = async (options: PostgresOptions): Promise<PostgresServer> => {
  if (options.dataFolder === undefined) return startInTemporaryFolder(options);
  const folder = path.resolve(options.dataFolder);
  mkdirSync(path.dirname(folder), { recursive: true });
  return startIn(folder, false, options);
};
