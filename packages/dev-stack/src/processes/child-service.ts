import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithThisProcess } from '@accounting/server-processes';
import { StackError } from '../stack-error';

/** A built service, and how to start it. */
export interface ServiceProgram {
  readonly name: string;
  /** Absolute path of the script that it runs. */
  readonly mainFile: string;
  /** What the script is told besides its environment. */
  readonly programArguments?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthUrl: string;
  /** What it logs goes here. */
  readonly logFile: string;
}

/** A service that runs as a process of its own. It ends with this process, however that ends. */
export interface ChildService {
  readonly name: string;
  readonly processId: number;
  /** Milliseconds from starting the process to its being ready. */
  readonly readyAfterMs: number;
  /** Resolves with the reason when the process has ended. */
  readonly ended: Promise<string>;
  /** Lets it finish what it does; kills it when that takes too long. */
  stop(): Promise<void>;
  kill(): void;
}

const readyTimeoutMs = 30_000;
const pollIntervalMs = 40;
const healthTimeoutMs = 2_000;
/** Longer than the service's own limits for draining and stopping add up to. */
const stopTimeoutMs = 30_000;
const logLinesShown = 15;

const endingOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`),
    );
    child.once('error', (error) => resolve(error.message));
  });

const lastLogLines = (file: string): string =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-logLinesShown).join('\n');

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(healthTimeoutMs) })).ok;
  } catch {
    return false;
  }
};

const awaitReady = async (program: ServiceProgram, ended: Promise<string>): Promise<void> => {
  const deadline = Date.now() + readyTimeoutMs;
  let ending: string | undefined;
  void ended.then((reason) => (ending = reason));
  while (!(await isReady(program.healthUrl))) {
    if (ending !== undefined || Date.now() >= deadline) {
      throw new StackError(
        `${program.name} did not start (${ending ?? 'it took longer than 30 seconds'}). ` +
          `The end of its log, ${program.logFile}:\n${lastLogLines(program.logFile)}`,
      );
    }
    await Promise.race([sleep(pollIntervalMs), ended]);
  }
};

/**
 * The variables of this process that a program needs from its machine; settings are not among them.
 */
const machineVariables = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'NODE_V8_COVERAGE']
      .map((name) => [name, process.env[name]])
      .filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/**
 * Megabytes for objects that have just been made. A commit's worth of requests outlives Node's
 * standard 16, is copied, and dies a moment later: collecting it took a tenth of the service's
 * time.
 */
const nodeOptions = ['--max-semi-space-size=64'];

const spawnService = (program: ServiceProgram): ChildProcess => {
  mkdirSync(path.dirname(program.logFile), { recursive: true });
  const log = openSync(program.logFile, 'w', 0o600);
  const { mainFile, programArguments = [] } = program;
  const child = spawn(process.execPath, [...nodeOptions, mainFile, ...programArguments], {
    cwd: path.dirname(path.dirname(mainFile)),
    env: { ...machineVariables(), ...program.environment },
    // A session of its own: Ctrl-C is for the stack, which stops things in the right order.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return child;
};

/**
 * Starts a built service and waits until it is ready. Throws with the end of its log when it is
 * not.
 */
export const startService = async (program: ServiceProgram): Promise<ChildService> => {
  const startedAtMs = performance.now();
  const child = spawnService(program);
  const ending = endingOf(child);
  if (child.pid === undefined) {
    throw new StackError(`${program.name} did not start (${await ending}).`);
  }
  const guardian = endWithThisProcess(child.pid, {
    signal: 'SIGTERM',
    graceSeconds: stopTimeoutMs / 1_000,
  });
  const ended = ending.finally(() => guardian.dismiss());
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(late);
  };
  try {
    await awaitReady(program, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: program.name,
    processId: child.pid,
    readyAfterMs: performance.now() - startedAtMs,
    ended,
    stop,
    kill: () => void child.kill('SIGKILL'),
  };
};
