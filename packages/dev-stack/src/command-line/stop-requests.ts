const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C can arrive twice: from the terminal, which tells the whole group, and from npm, which
 * passes it on. Within this time they are one.
 */
const sameRequestMs = 800;
const parentPollIntervalMs = 500;

const outputs = [process.stdout, process.stderr];
const ignore = (): void => undefined;

export interface StopRequests {
  /** Resolves at the first request to stop. */
  readonly first: Promise<void>;
  /** Listens no longer. */
  dispose(): void;
}

/**
 * Waits for whatever asks this process to stop: a signal, the terminal closing, or the end of npm,
 * which may be killed without passing anything on. A second signal calls `onSecond`.
 */
export const awaitStopRequest = (onSecond: () => void): StopRequests => {
  let firstAtMs: number | undefined;
  let resolveFirst: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (resolveFirst = resolve));
  const request = (): void => {
    if (firstAtMs === undefined) {
      firstAtMs = Date.now();
      resolveFirst();
    } else if (Date.now() - firstAtMs > sameRequestMs) {
      onSecond();
    }
  };
  for (const signal of signals) process.on(signal, request);
  const parent = process.ppid;
  const watch = setInterval(() => {
    // Only npm's end is a request: a shell may well go away before what it started in the
    // background.
    if (process.env['npm_lifecycle_event'] === undefined || process.ppid === parent) return;
    clearInterval(watch);
    request();
  }, parentPollIntervalMs);
  watch.unref();
  // A closed terminal also refuses further output, which must not end the orderly stop.
  for (const stream of outputs) stream.on('error', ignore);
  return {
    first,
    dispose: () => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, request);
      for (const stream of outputs) stream.off('error', ignore);
    },
  };
};
