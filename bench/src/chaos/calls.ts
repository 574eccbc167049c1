import { setTimeout as sleep } from 'node:timers/promises';
import { fetch } from 'undici';
import { deadlineMs } from './deadline';

/** What came of calls from one service to another. */
export interface CallFigures {
  readonly statuses: Map<string, number>;
  /** How often a breaker was seen open, and closed again after that. */
  opened: number;
  closed: number;
  hung: number;
  slowestMs: number;
}

/** Calls under way. */
export interface RunningCalls {
  readonly figures: CallFigures;
  stop(): Promise<void>;
}

export interface CallsOptions {
  /** Replicas of the service that is asked, and calls the ledger for it. */
  readonly urls: readonly string[];
  /** A token to ask with, or `undefined` while nobody can sign in. */
  readonly token: () => Promise<string | undefined>;
  readonly accountId: string;
  readonly gatewaySecret: string;
}

const callsPerSecond = 10;
const lanesOfReplica = 2;
const statePollMs = 250;

/** The highest state among the breakers of a process: 0 closed, 1 half-open, 2 open. */
const breakerState = async (url: string): Promise<number | undefined> => {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(1_000) });
    const states = [...(await response.text()).matchAll(/^grpc_client_breaker_state\{.*\} (\d)/gm)];
    return Math.max(0, ...states.map(([, state]) => Number(state)));
  } catch {
    // It is away, or stands still.
    return undefined;
  }
};

const askOnce = async (
  { token, accountId, gatewaySecret }: CallsOptions,
  url: string,
  figures: CallFigures,
): Promise<void> => {
  const access = await token();
  if (access === undefined) return;
  const beganAtMs = Date.now();
  let status = 0;
  try {
    const response = await fetch(`${url}/api/v1/totals/${accountId}`, {
      headers: { authorization: `Bearer ${access}`, 'x-gateway-secret': gatewaySecret },
      signal: AbortSignal.timeout(deadlineMs),
    });
    await response.text();
    status = response.status;
  } catch {
    // Counted as 0.
  }
  const tookMs = Date.now() - beganAtMs;
  figures.slowestMs = Math.max(figures.slowestMs, tookMs);
  if (tookMs >= deadlineMs) figures.hung += 1;
  const label = `GET /totals ${String(status)}`;
  figures.statuses.set(label, (figures.statuses.get(label) ?? 0) + 1);
};

/** Asks replicas of a service that has to call the ledger for each answer, and watches breakers. */
export const startCalls = (options: CallsOptions): RunningCalls => {
  const figures: CallFigures = {
    ...{ statuses: new Map(), opened: 0, closed: 0, hung: 0, slowestMs: 0 },
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const lane = async (url: string): Promise<void> => {
    while (!signal.aborted) {
      await askOnce(options, url, figures);
      await sleep((1_000 * lanesOfReplica) / callsPerSecond);
    }
  };
  const watch = async (url: string): Promise<void> => {
    let isOpen = false;
    while (!signal.aborted) {
      const state = await breakerState(url);
      if (state === 2 && !isOpen) figures.opened += 1;
      if (state === 0 && isOpen) figures.closed += 1;
      if (state !== undefined && state !== 1) isOpen = state === 2;
      await sleep(statePollMs);
    }
  };
  const running = options.urls.flatMap((url) => [
    ...Array.from({ length: lanesOfReplica }, () => lane(url)),
    watch(url),
  ]);
  return {
    figures,
    stop: async () => {
      // For breakers that are open still.
      await sleep(10_000);
      stopping.abort();
      await Promise.all(running);
    },
  };
};
