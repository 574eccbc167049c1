import {
  compileConfiguration,
  emptyHash,
  noConfiguration,
  type Configuration,
} from './configuration';
import { Upstreams } from './forwarding/upstreams';
import { createGatewayMetrics } from './gateway-metrics';
import { createAdminServer } from './listeners/admin';
import { drain, listen } from './listeners/listen';
import { createProxyServer } from './listeners/proxy';
import { createStatusServer } from './listeners/status';
import { RateCounters } from './plugins/rate-counters';

/** Where the gateway listens; a port 0 takes a free one. */
export interface LocalGatewayOptions {
  readonly host: string;
  readonly proxyPort: number;
  /** Opened on 127.0.0.1 only: whoever reaches it can replace the configuration. */
  readonly adminPort: number;
  /** Opened on 127.0.0.1 only. */
  readonly statusPort: number;
  /** The clock of the limits, in milliseconds since 1970; the machine's unless said otherwise. */
  readonly nowMs?: () => number;
}

/** A gateway that runs in this process. */
export interface LocalGateway {
  /** `http://127.0.0.1:8000` */
  readonly proxyUrl: string;
  readonly adminUrl: string;
  readonly statusUrl: string;
  /** Lets requests end for ten seconds, then cuts them. */
  stop(): Promise<void>;
}

const drainTimeoutMs = 10_000;

/**
 * Starts the gateway for a machine without Kong. It reads the same declaration, enforces it with
 * the same answers, and like Kong begins without one: it is given through `POST /config`.
 */
export const startLocalGateway = async (options: LocalGatewayOptions): Promise<LocalGateway> => {
  const metrics = createGatewayMetrics();
  const upstreams = new Upstreams();
  const parts = { counters: new RateCounters(options.nowMs), upstreams };
  let configuration: Configuration = noConfiguration;
  const proxy = createProxyServer(() => configuration, metrics.observe);
  const admin = createAdminServer({
    hash: () => configuration.hash,
    load: (text) => {
      configuration = compileConfiguration(text, parts);
      upstreams.retain(configuration.services);
    },
  });
  const status = createStatusServer(metrics.registry, () => configuration.hash !== emptyHash);
  const local = '127.0.0.1';
  const [proxyUrl, adminUrl, statusUrl] = await Promise.all([
    listen(proxy, options.host, options.proxyPort),
    listen(admin, local, options.adminPort),
    listen(status, local, options.statusPort),
  ]);
  return {
    proxyUrl,
    adminUrl,
    statusUrl,
    stop: async () => {
      await Promise.all([proxy, admin, status].map((server) => drain(server, drainTimeoutMs)));
      await upstreams.close();
    },
  };
};
