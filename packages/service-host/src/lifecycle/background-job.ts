import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Work that runs besides requests, from start to stop. */
export interface BackgroundJob {
  readonly name: string;
  /**
   * Runs until the signal aborts; must then settle soon. A rejection is logged and it restarts with
   * back-off.
   */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Pauses between restarts: they double from the first to the last. */
const backOff = { firstMs: 100, lastMs: 30_000 } as const;
/** A run that lasted so long was healthy, and the next failure starts at the first pause again. */
const healthyRunMs = 60_000;

/** A job that has been started. */
export interface RunningJob {
  /** Tells the job to stop and waits until it has. */
  stop(): Promise<void>;
}

const runOnce = async (job: BackgroundJob, signal: AbortSignal, logger: Logger): Promise<void> => {
  try {
    await job.run(signal);
    if (!signal.aborted) logger.warn({ job: job.name }, 'a background job ended by itself');
  } catch (err) {
    if (!signal.aborted) logger.error({ err, job: job.name }, 'a background job failed');
  }
};

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

/** Runs a job until it is stopped, again after each failure with a growing pause. */
export const startJob = (
  job: BackgroundJob,
  logger: Logger,
  onRestart: (job: string) => void,
): RunningJob => {
  const controller = new AbortController();
  const { signal } = controller;
  const isStopped = (): boolean => signal.aborted;
  const loop = async (): Promise<void> => {
    let pauseMs: number = backOff.firstMs;
    for (;;) {
      const startedAtMs = Date.now();
      await runOnce(job, signal, logger);
      if (isStopped()) return;
      if (Date.now() - startedAtMs >= healthyRunMs) pauseMs = backOff.firstMs;
      await pause(pauseMs, signal);
      if (isStopped()) return;
      pauseMs = Math.min(pauseMs * 2, backOff.lastMs);
      onRestart(job.name);
    }
  };
  const ended = loop();
  return {
    stop: () => {
      controller.abort();
      return ended;
    },
  };
};
