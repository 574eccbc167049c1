import { reject } from '@accounting/kernel';
import {
  Client,
  connectivityState,
  credentials,
  logVerbosity,
  setLogVerbosity,
} from '@grpc/grpc-js';
import { Breaker, breakerStates, type BreakerState } from './breaker';
import { Bulkhead } from './bulkhead';
import { clientErrors } from './errors';
import type { ClientMetrics } from './metrics';
import { RetryBudget } from './retry';
import { clientSettings, type ChannelSettings, type ClientSettings } from './settings';

/** The part of a logger that clients write to. */
export interface ClientLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What a connection is opened with. */
export interface ConnectionOptions {
  /** The name of the service that is called, for metrics, log and errors: `accounting-core`. */
  readonly callee: string;
  /**
   * Where its replicas are: `dns:///accounting-core:9001` for a name that stands for all of them (a
   * headless service), or their addresses: `ipv4:127.0.0.1:9001,127.0.0.1:9101`.
   */
  readonly target: string;
  readonly metrics: ClientMetrics;
  readonly logger: ClientLogger;
  /** For tests; a service takes them as they are. */
  readonly settings?: ClientSettings;
}

const channelOptions = (settings: ChannelSettings) => ({
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  // Who is called is a setting of ours, not a TXT record of theirs.
  'grpc.service_config_disable_resolution': 1,
  'grpc.keepalive_time_ms': settings.keepAliveTimeMs,
  'grpc.keepalive_timeout_ms': settings.keepAliveTimeoutMs,
  // A connection that died while nobody called is found before somebody calls.
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.initial_reconnect_backoff_ms': settings.reconnectFirstMs,
  'grpc.max_reconnect_backoff_ms': settings.reconnectMaxMs,
  'grpc.dns_min_time_between_resolutions_ms': settings.resolveAgainMs,
  // A neighbour is never behind the proxy that leads out of the cluster.
  'grpc.enable_http_proxy': 0,
});

/**
 * The one channel of this process to a callee, and what all calls of that callee share. grpc-js
 * never frees a channel that is not closed, so there is one for each callee, made at the start.
 */
export class Connection {
  readonly callee: string;
  readonly settings: ClientSettings;
  readonly metrics: ClientMetrics;
  readonly bulkhead: Bulkhead;
  readonly retryBudget: RetryBudget;
  readonly wire: Client;
  private readonly logger: ClientLogger;
  private readonly breakers = new Map<string, Breaker>();
  private isClosed = false;

  constructor({ callee, target, metrics, logger, settings = clientSettings }: ConnectionOptions) {
    // Its own log goes to the console as text; what matters is thrown or counted.
    setLogVerbosity(logVerbosity.NONE);
    this.callee = callee;
    this.settings = settings;
    this.metrics = metrics;
    this.logger = logger;
    this.bulkhead = new Bulkhead(settings.bulkhead, callee);
    this.retryBudget = new RetryBudget(settings.retry);
    this.wire = new Client(target, credentials.createInsecure(), channelOptions(settings.channel));
    metrics.watch(callee, this.bulkhead);
  }

  /** The breaker of a method (`accounting.core.v1.AccountService/GetAccount`). */
  breakerOf(method: string): Breaker {
    if (this.isClosed) throw reject(clientErrors.connectionClosed, { callee: this.callee });
    const known = this.breakers.get(method);
    if (known !== undefined) return known;
    this.metrics.breakerState.set({ callee: this.callee, method }, breakerStates.closed);
    const breaker = new Breaker(this.settings.breaker, this.callee, (state) => {
      this.breakerChanged(method, state);
    });
    this.breakers.set(method, breaker);
    return breaker;
  }

  /** Connects unless it is; fails with kind `unavailable` when no replica can be reached. */
  async ping(): Promise<void> {
    const state = this.wire.getChannel().getConnectivityState(true);
    if (state === connectivityState.READY) return;
    const isHopeless = state === connectivityState.TRANSIENT_FAILURE;
    if (isHopeless || !(await this.becomesReady())) {
      throw reject(clientErrors.calleeUnavailable, { callee: this.callee });
    }
  }

  /** Refuses later calls and lets go of the channel; calls in flight may end. */
  close(): void {
    this.isClosed = true;
    for (const breaker of this.breakers.values()) breaker.close();
    this.wire.close();
  }

  private becomesReady(): Promise<boolean> {
    const deadlineAtMs = Date.now() + this.settings.channel.pingTimeoutMs;
    return new Promise((resolve) => {
      this.wire.waitForReady(deadlineAtMs, (error) => {
        resolve(error === undefined);
      });
    });
  }

  private breakerChanged(method: string, state: BreakerState): void {
    const { callee } = this;
    this.metrics.breakerState.set({ callee, method }, breakerStates[state]);
    const line = { callee, method, state };
    if (state === 'open') this.logger.warn(line, 'a breaker has opened');
    else this.logger.info(line, 'a breaker has changed its state');
  }
}
