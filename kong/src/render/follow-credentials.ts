import type { Problem } from '../declaration/declaration';
import type { CredentialSource } from './credential-sources';
import { reasonOf } from './failures';
import { createGatewayAdmin, type GatewayAdmin } from './gateway-admin';
import { createLatest, pause, type Latest } from './latest';
import { renderConfiguration } from './render-configuration';
import type { RenderOptions } from './render-options';

/** Something that happened while credentials were followed; it never holds anything of a key. */
export type FollowEvent =
  | { readonly type: 'rendered'; readonly leftOut: readonly Problem[] }
  /** What was rendered before stays in force. */
  | { readonly type: 'credentials_unavailable'; readonly reason: string }
  | { readonly type: 'loaded'; readonly adminUrl: string }
  /** It is asked again, later and later. */
  | { readonly type: 'gateway_unavailable'; readonly adminUrl: string; readonly reason: string };

/** What is followed, and to where. */
export interface FollowOptions {
  /** The text of `kong.yml`. */
  readonly declaration: string;
  readonly options?: RenderOptions;
  readonly source: CredentialSource;
  /** The Admin APIs of all gateway nodes. */
  readonly adminUrls: readonly URL[];
  /** Milliseconds between two questions, of credentials and of each node; 1,000 unless given. */
  readonly intervalMs?: number;
  readonly report: (event: FollowEvent) => void;
}

/** Credentials being followed. */
export interface Follower {
  /** Resolves when every node has loaded a configuration; rejects when following stops before. */
  readonly loaded: Promise<void>;
  /** Stops asking; what was asked is given up. Safe to call twice. */
  stop(): Promise<void>;
}

const standardIntervalMs = 1_000;
const waitMsMax = 15_000;

interface Loop {
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly step: () => Promise<void>;
  readonly failed: (reason: string) => void;
}

/** Takes a step each interval, and after failures half as often each time, up to a bound. */
const repeat = async ({ intervalMs, signal, wait, step, failed }: Loop): Promise<void> => {
  let failures = 0;
  // Asked anew each time: it changes while a step is taken.
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    try {
      await step();
      failures = 0;
    } catch (error) {
      if (isStopped()) return;
      failures += 1;
      failed(reasonOf(error));
    }
    await wait(Math.min(intervalMs * 2 ** failures, Math.max(waitMsMax, intervalMs)), signal);
  }
};

/** One node: loads what is newest, and again when the node has lost it or has something else. */
const createLoader = (admin: GatewayAdmin, latest: Latest<string>, loaded: () => void) => {
  let text: string | undefined;
  let hash: string | undefined;
  return async (signal: AbortSignal): Promise<void> => {
    const newest = latest.get();
    if (newest === undefined) return;
    const found = await admin.configurationHash(signal);
    if (newest === text && found !== undefined && found === hash) return;
    await admin.load(newest, signal);
    hash = await admin.configurationHash(signal);
    text = newest;
    loaded();
  };
};

/** Asks for credentials, and hands on what is rendered from them. */
const followSource = (
  { declaration, options = {}, source, report, intervalMs = standardIntervalMs }: FollowOptions,
  latest: Latest<string>,
  signal: AbortSignal,
): Promise<void> =>
  repeat({
    intervalMs,
    signal,
    wait: pause,
    step: async () => {
      const credentials = await source.read(signal);
      if (credentials === undefined) return;
      const { text, leftOut } = renderConfiguration({ declaration, credentials, options });
      report({ type: 'rendered', leftOut });
      latest.set(text);
    },
    failed: (reason) => report({ type: 'credentials_unavailable', reason }),
  });

/** Keeps one node at what is newest. Resolves when following ends; `loaded` is called each time. */
const followGateway = (
  { report, intervalMs = standardIntervalMs }: FollowOptions,
  { adminUrl, latest, signal, loaded }: NodeParts,
): Promise<void> => {
  const { href } = adminUrl;
  const load = createLoader(createGatewayAdmin(adminUrl), latest, () => {
    report({ type: 'loaded', adminUrl: href });
    loaded();
  });
  return repeat({
    intervalMs,
    signal,
    wait: latest.wait,
    step: () => load(signal),
    failed: (reason) => report({ type: 'gateway_unavailable', adminUrl: href, reason }),
  });
};

interface NodeParts {
  readonly adminUrl: URL;
  readonly latest: Latest<string>;
  readonly signal: AbortSignal;
  readonly loaded: () => void;
}

/**
 * Keeps gateways at what compliance says: asks for credentials each interval, renders them when
 * they change, and loads the result into every node, again whenever a node has lost it (a Kong
 * without a database starts empty). Nodes are followed each on its own, so that one that hangs
 * delays no other. While compliance does not answer, or answers what cannot be rendered, everything
 * stays as it was.
 *
 * One follower for a node: two with different declarations would undo each other.
 */
export const followCredentials = (options: FollowOptions): Follower => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const latest = createLatest<string>();
  const loops = [followSource(options, latest, signal)];
  const firstLoads = options.adminUrls.map(
    (adminUrl) =>
      new Promise<void>((loaded, failed) => {
        const loop = followGateway(options, { adminUrl, latest, signal, loaded });
        loops.push(loop);
        // After the first load this changes nothing.
        void loop.then(() => failed(new Error('stopped before the gateway had loaded anything')));
      }),
  );
  const loaded = Promise.all(firstLoads).then(() => undefined);
  // Who stops early need not have waited for it.
  loaded.catch(() => undefined);
  return {
    loaded,
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
};
