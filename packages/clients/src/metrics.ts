import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What a bulkhead shows. */
interface Occupancy {
  readonly inFlight: number;
  readonly waiting: number;
}

/** The metrics of all calls of one process. */
export interface ClientMetrics {
  readonly duration: Histogram<'grpc_service' | 'grpc_method' | 'grpc_code'>;
  readonly retries: Counter<'callee' | 'method'>;
  readonly breakerState: Gauge<'callee' | 'method'>;
  /** Shows a callee's bulkhead from now on. */
  readonly watch: (callee: string, occupancy: Occupancy) => void;
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Registers the metrics; once for each registry. */
export const createClientMetrics = (registry: Registry): ClientMetrics => {
  const registers = [registry];
  const watched = new Map<string, Occupancy>();
  const watchedGauge = (name: string, help: string, read: (occupancy: Occupancy) => number) => {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['callee'],
      registers,
      collect: () => {
        for (const [callee, occupancy] of watched) gauge.set({ callee }, read(occupancy));
      },
    });
  };
  watchedGauge('grpc_client_calls_in_flight', 'Calls of a callee in flight', (it) => it.inFlight);
  watchedGauge('grpc_client_calls_waiting', 'Calls that wait for a place', (it) => it.waiting);
  return {
    duration: new Histogram({
      name: 'grpc_client_handling_seconds',
      help: 'Duration of calls of other services in seconds, with waiting and retries',
      labelNames: ['grpc_service', 'grpc_method', 'grpc_code'],
      buckets: secondsBuckets,
      registers,
    }),
    retries: new Counter({
      name: 'grpc_client_retries_total',
      help: 'Attempts of calls of other services besides the first of each',
      labelNames: ['callee', 'method'],
      registers,
    }),
    breakerState: new Gauge({
      name: 'grpc_client_breaker_state',
      help: 'State of a breaker: 0 closed, 1 half-open, 2 open',
      labelNames: ['callee', 'method'],
      registers,
    }),
    watch: (callee, occupancy) => {
      watched.set(callee, occupancy);
    },
  };
};
