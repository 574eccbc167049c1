import type { MessagingLogger } from '../logger';
import type { Subscription } from '../port';
import { backOffDelayMs, type BackOff } from './back-off';
import { pause } from './bell';

/** A subscription's work on one connection, and what to say of it. */
export interface KeepTryingOptions {
  /** What log lines name. */
  readonly facts: object;
  readonly retry: BackOff;
  readonly logger: MessagingLogger;
  /** Serves until told to stop, or rejects when the connection is lost. Tells when it is open. */
  readonly runOnce: (stopping: AbortSignal, onOpen: () => void) => Promise<void>;
}

/** How long a subscription must have run for the next failure to count as the first. */
const healthyMs = 10_000;

/** Serves again and again until stopped; each change of state is logged once. */
export const keepTrying = (options: KeepTryingOptions): Subscription => {
  const stopping = new AbortController();
  const ended = runUntilStopped(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};

const runUntilStopped = async (
  { facts, logger, retry, runOnce }: KeepTryingOptions,
  stopping: AbortSignal,
): Promise<void> => {
  let failures = 0;
  while (!stopping.aborted) {
    const startedAtMs = Date.now();
    try {
      await runOnce(stopping, () => {
        if (failures > 0) logger.info(facts, 'subscription works again');
      });
    } catch (error) {
      if (Date.now() - startedAtMs > healthyMs) failures = 0;
      failures += 1;
      if (failures === 1) logger.warn({ ...facts, err: error }, 'subscription lost its transport');
      await pause(backOffDelayMs(retry, failures), stopping);
    }
  }
};
