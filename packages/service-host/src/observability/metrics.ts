import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The technical metrics, under the same names in every service. */
export interface HostMetrics {
  readonly registry: Registry;
  readonly httpDuration: Histogram<'method' | 'endpoint' | 'status'>;
  readonly grpcDuration: Histogram<'grpc_service' | 'grpc_method' | 'grpc_code'>;
  /** Says where the age of the oldest unpublished event is asked for; 0 until then. */
  readonly watchOutboxLag: (lagSeconds: () => number) => void;
  /** Says where the age of what is known of keys and revocations is asked for. */
  readonly watchTrustAge: (ageSeconds: () => number) => void;
  readonly jobRestarts: Counter<'job'>;
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry of its own, so that several services can live in one process. */
export const createMetrics = (service: string): HostMetrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    httpDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Duration of HTTP requests in seconds; endpoint is the route pattern',
      labelNames: ['method', 'endpoint', 'status'],
      buckets: secondsBuckets,
      registers,
    }),
    grpcDuration: new Histogram({
      name: 'grpc_server_handling_seconds',
      help: 'Duration of gRPC calls in seconds',
      labelNames: ['grpc_service', 'grpc_method', 'grpc_code'],
      buckets: secondsBuckets,
      registers,
    }),
    watchOutboxLag: watchedGauge(
      registry,
      'outbox_lag_seconds',
      'Age in seconds of the oldest committed event that is not published yet',
    ),
    watchTrustAge: watchedGauge(
      registry,
      'trust_age_seconds',
      'Seconds since the compliance service last said which keys and revocations hold',
    ),
    jobRestarts: new Counter({
      name: 'background_job_restarts_total',
      help: 'How often a background job was restarted after a failure since the start',
      labelNames: ['job'],
      registers,
    }),
  };
};

function watchedGauge(
  registry: Registry,
  name: string,
  help: string,
): (seconds: () => number) => void {
  let current = (): number => 0;
  const gauge = new Gauge({
    name,
    help,
    registers: [registry],
    collect: () => {
      gauge.set(current());
    },
  });
  return (source) => {
    current = source;
  };
}
