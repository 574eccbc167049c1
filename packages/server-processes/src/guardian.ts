import { spawn } from 'node:child_process';

/** What to do about a process whose starter is gone. */
export interface EndingOptions {
  /** Asks the process to end by itself: `SIGTERM`, or `SIGINT` for PostgreSQL's fast shutdown. */
  readonly signal: 'SIGTERM' | 'SIGINT';
  /** How long it may take before it is killed. */
  readonly graceSeconds: number;
  /** A folder that is removed once the process has ended. */
  readonly removeFolder?: string | undefined;
}

/** Watches over one process. */
export interface Guardian {
  /** The process has ended in the usual way; there is nothing to guard any more. */
  dismiss(): void;
}

/**
 * Reads until the pipe from the starter closes, which the operating system does however the starter
 * ends (`kill -9` included), then asks, waits and kills. A shell costs one megabyte and a few
 * milliseconds, and exists on every platform that we support.
 */
const script = `
trap '' INT TERM HUP QUIT
cat > /dev/null
kill -s "$2" "$1" 2> /dev/null
left=$(($3 * 10))
while kill -0 "$1" 2> /dev/null && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
kill -s KILL "$1" 2> /dev/null
[ -z "$4" ] || rm -rf -- "$4"
`;

/**
 * Sees to it that a process we started ends soon after we do, even when we are killed without a
 * chance to clean up. The guardian is in a session of its own, so that Ctrl-C does not reach it.
 */
export const endWithThisProcess = (processId: number, options: EndingOptions): Guardian => {
  const signal = options.signal.replace('SIG', '');
  const guardian = spawn(
    '/bin/sh',
    [
      '-c',
      script,
      'guardian',
      String(processId),
      signal,
      String(options.graceSeconds),
      options.removeFolder ?? '',
    ],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' },
  );
  guardian.unref();
  // An open pipe would keep the event loop of whoever forgot to stop the process turning.
  const pipe = guardian.stdin as unknown as { unref?: () => void };
  pipe.unref?.();
  guardian.stdin.on('error', () => undefined);
  return { dismiss: () => void guardian.kill('SIGKILL') };
};
