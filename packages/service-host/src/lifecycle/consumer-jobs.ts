import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@accounting/database';
import {
  groupOf,
  inboxFigures,
  runConsumers,
  type Consumer,
  type Transport,
} from '@accounting/messaging';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { BackgroundJob } from './background-job';

/** What the jobs of a service that consumes facts work with. */
export interface ConsumerJobOptions {
  readonly service: string;
  readonly consumers: readonly Consumer[];
  readonly transport: Transport;
  readonly database: Database;
  readonly backgroundDatabase: Database;
  readonly logger: Logger;
  readonly registry: Registry;
}

const measuringIntervalMs = 5_000;

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

const gaugesOf = (registry: Registry) => {
  const gauge = (name: string, help: string): Gauge<'consumer'> =>
    new Gauge({ name, help, labelNames: ['consumer'], registers: [registry] });
  return {
    lag: gauge('consumer_lag_events', 'Messages that a consumer has not dealt with'),
    stalled: gauge('consumer_stalled_companies', 'Companies whose facts wait for another attempt'),
    deadLetters: gauge('consumer_dead_letters', 'Messages that a consumer gave up on, not settled'),
  };
};

/** Keeps the figures of the consumers; one that cannot be had keeps its last value. */
const measure = (options: ConsumerJobOptions): BackgroundJob => {
  const gauges = gaugesOf(options.registry);
  const look = async (): Promise<void> => {
    const figures = await inboxFigures(options.backgroundDatabase);
    for (const { name, topics } of options.consumers) {
      const own = figures.find(({ consumer }) => consumer === name);
      gauges.stalled.set({ consumer: name }, own?.stalledCompanies ?? 0);
      gauges.deadLetters.set({ consumer: name }, own?.openDeadLetters ?? 0);
      const lag = await options.transport.lag(groupOf(options.service, name), topics);
      gauges.lag.set({ consumer: name }, lag);
    }
  };
  return {
    name: 'measure-consumers',
    run: async (signal) => {
      while (!signal.aborted) {
        await look().catch((err: unknown) => {
          options.logger.debug({ err }, 'the consumers cannot be measured');
        });
        await pause(measuringIntervalMs, signal);
      }
    },
  };
};

/** Consumes the facts of other services, and looks after what that leaves behind. */
export const consumerJobs = (options: ConsumerJobOptions): readonly BackgroundJob[] =>
  options.consumers.length === 0
    ? []
    : [{ name: 'consumers', run: (signal) => runConsumers(options, signal) }, measure(options)];
