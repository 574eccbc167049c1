import type { Logger } from 'pino';
import type { HostConfiguration } from './configuration/host-settings';
import { startJob, type BackgroundJob } from './lifecycle/background-job';
import type { StopList } from './lifecycle/stop-list';
import type { HostMetrics } from './observability/metrics';

/** Starts jobs in their order; they will be stopped in the reverse one. */
export const startJobs = (
  jobs: readonly BackgroundJob[],
  surroundings: {
    readonly configuration: HostConfiguration;
    readonly logger: Logger;
    readonly metrics: HostMetrics;
    readonly stopList: StopList;
  },
): void => {
  const { configuration, logger, metrics, stopList } = surroundings;
  for (const job of jobs) {
    const running = startJob(job, logger, (name) => {
      metrics.jobRestarts.inc({ job: name });
    });
    stopList.add(`stopping the job ${job.name}`, configuration.STOP_STEP_TIMEOUT_MS, () =>
      running.stop(),
    );
  }
};
