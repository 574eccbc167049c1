import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Exchange } from './exchange';

const latencyBucketsMs = [
  ...[1, 2, 5, 7, 10, 15, 20, 30, 50, 75, 100, 200, 500, 750, 1_000, 2_000, 5_000, 10_000],
  ...[30_000, 60_000],
];

/** What is measured of one route and status, bound once. */
interface Measure {
  readonly requests: { inc(): void };
  readonly total: { observe(ms: number): void };
  readonly own: { observe(ms: number): void };
  readonly upstream: { observe(ms: number): void };
}

/** The measurements of the gateway, in Kong's names. */
export interface GatewayMetrics {
  readonly registry: Registry;
  readonly observe: (exchange: Exchange, status: number, isFromUpstream: boolean) => void;
}

/** A registry of its own, so that several gateways can live in one process. */
export const createGatewayMetrics = (): GatewayMetrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Counter({
    name: 'kong_http_requests_total',
    help: 'HTTP status codes per service and route',
    labelNames: ['service', 'route', 'code', 'source', 'workspace', 'consumer'],
    registers,
  });
  const latency = (name: string, help: string) =>
    new Histogram({
      name,
      help,
      labelNames: ['service', 'route', 'workspace'],
      buckets: latencyBucketsMs,
      registers,
    });
  const total = latency('kong_request_latency_ms', 'Total latency of requests in milliseconds');
  const own = latency('kong_kong_latency_ms', 'Latency added by the gateway in milliseconds');
  const upstream = latency('kong_upstream_latency_ms', 'Latency of the upstream in milliseconds');
  const measures = new Map<string, Measure>();
  const measureOf = (exchange: Exchange, code: string, source: string): Measure => {
    const service = exchange.service?.name ?? '';
    const route = exchange.route?.name ?? '';
    const key = `${route} ${code} ${source}`;
    let measure = measures.get(key);
    if (measure === undefined) {
      const place = { service, route, workspace: 'default' };
      measure = {
        requests: requests.labels({ ...place, code, source, consumer: '' }),
        total: total.labels(place),
        own: own.labels(place),
        upstream: upstream.labels(place),
      };
      measures.set(key, measure);
    }
    return measure;
  };
  return {
    registry,
    observe: (exchange, status, isFromUpstream) => {
      const measure = measureOf(exchange, String(status), isFromUpstream ? 'service' : 'exit');
      const elapsedMs = performance.now() - exchange.startedAtMs;
      measure.requests.inc();
      measure.total.observe(elapsedMs);
      measure.own.observe(exchange.proxyLatencyMs ?? elapsedMs);
      if (isFromUpstream) measure.upstream.observe(exchange.upstreamLatencyMs ?? 0);
    },
  };
};
