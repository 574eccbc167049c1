import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithThisProcess } from './guardian';
import { removeFolder } from './temporary-folder';

/** A server that is to run on this machine. */
export interface ServerProgram {
  /** As errors name it. */
  readonly name: string;
  readonly file: string;
  readonly arguments: readonly string[];
  /** What it writes goes here, after what earlier ones wrote. */
  readonly logFile: string;
  /** Whether it answers by now; it is asked again and again with what this process has written. */
  readonly isReady: (log: string) => boolean | Promise<boolean>;
  readonly startTimeoutMs: number;
  /** How long a stop may take before it is killed. */
  readonly stopTimeoutMs: number;
  /** A folder that is removed when it has ended. */
  readonly removeFolder?: string | undefined;
}

/** A server that runs. It ends with this process, however that ends. */
export interface ServerProcess {
  readonly processId: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Asks it to end, and kills it when that takes too long. Safe to call twice. */
  readonly stop: () => Promise<void>;
  /** `kill -9`. */
  readonly kill: () => Promise<void>;
  /** Has it stand still (SIGSTOP), as a machine that hangs would. */
  readonly suspend: () => void;
  /** Has it go on (SIGCONT). */
  readonly resume: () => void;
}

const pollIntervalMs = 25;
const logCharactersShown = 4_000;

/** Resolves with what the system says when the program could not even be started. */
const whenEnded = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve(''));
    child.once('error', (error) => resolve(error.message));
  });

const sizeOf = (file: string): number => {
  try {
    return readFileSync(file).length;
  } catch {
    return 0;
  }
};

const spawnInto = (program: ServerProgram): ChildProcess => {
  mkdirSync(path.dirname(program.logFile), { recursive: true });
  const log = openSync(program.logFile, 'a', 0o600);
  const child = spawn(program.file, program.arguments, {
    // A session of its own: Ctrl-C is for the starter, who stops things in the right order.
    detached: true,
    cwd: '/',
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
};

/**
 * Starts a server and waits until it is ready. Throws with its own words when it does not start.
 */
export const startServerProcess = async (program: ServerProgram): Promise<ServerProcess> => {
  const offset = sizeOf(program.logFile);
  const written = (): string => readFileSync(program.logFile).subarray(offset).toString('utf8');
  const child = spawnInto(program);
  const ending = whenEnded(child);
  const hasEnded = (): boolean =>
    child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const guardian =
    child.pid === undefined
      ? undefined
      : endWithThisProcess(child.pid, {
          signal: 'SIGTERM',
          graceSeconds: Math.ceil(program.stopTimeoutMs / 1_000),
          removeFolder: program.removeFolder,
        });
  const deadline = Date.now() + program.startTimeoutMs;
  const tidyUp = (): void => {
    guardian?.dismiss();
    if (program.removeFolder !== undefined) removeFolder(program.removeFolder);
  };
  while (!(await program.isReady(written()))) {
    if (hasEnded() || Date.now() > deadline) {
      child.kill('SIGKILL');
      const failure = await ending;
      const said = (written().trim() + failure).slice(-logCharactersShown);
      tidyUp();
      throw new Error(`${program.name} did not start. Its log says:\n${said}`);
    }
    await Promise.race([sleep(pollIntervalMs), ending]);
  }
  const ended = ending.then(tidyUp);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    // One that stands still hears nothing but SIGKILL.
    if (signal === 'SIGTERM') child.kill('SIGCONT');
    const late = setTimeout(() => child.kill('SIGKILL'), program.stopTimeoutMs);
    await ended;
    clearTimeout(late);
  };
  child.unref();
  return {
    processId: child.pid as number,
    ended,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    suspend: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
};
