import { z } from 'zod';
import { jsonIn } from './failures';

/** Milliseconds after which a question to compliance or to a gateway is given up. */
export const requestTimeoutMs = 5_000;
/** The same for loading a configuration, of which Kong parses and spreads every key. */
const loadTimeoutMs = 60_000;

/** What Kong says of its configuration before it has ever got one. */
const emptyHash = /^0*$/;

/** The Admin API of one gateway node, which is on its loopback interface only. */
export interface GatewayAdmin {
  /** The hash of what the node has loaded; `undefined` when it has loaded nothing. */
  configurationHash(signal: AbortSignal): Promise<string | undefined>;
  /** Replaces the configuration of the node, as a whole or not at all. */
  load(text: string, signal: AbortSignal): Promise<void>;
}

const statusAnswer = z.object({ configuration_hash: z.string() });

/** The Admin API at a URL. Its errors say which request failed, and quote nothing of the answer. */
export const createGatewayAdmin = (adminUrl: URL): GatewayAdmin => {
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(new URL(path, adminUrl), { ...init, redirect: 'error' });
    // 304: it has this configuration already.
    if (response.ok || response.status === 304) return response;
    // The body may quote what was refused, secrets too.
    await response.body?.cancel();
    throw new Error(`answered ${response.status} at ${path}`);
  };
  const bounded = (signal: AbortSignal, timeoutMs = requestTimeoutMs): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return {
    configurationHash: async (signal) => {
      const response = await request('/status', { signal: bounded(signal) });
      const { data } = statusAnswer.safeParse(jsonIn(await response.text()));
      if (data === undefined) throw new Error('tells no configuration_hash at /status');
      return emptyHash.test(data.configuration_hash) ? undefined : data.configuration_hash;
    },
    load: async (text, signal) => {
      const response = await request('/config?check_hash=1', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ config: text }),
        signal: bounded(signal, loadTimeoutMs),
      });
      await response.body?.cancel();
    },
  };
};
