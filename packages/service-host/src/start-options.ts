import type { Clock, NewUuid } from '@accounting/kernel';
import type { DestinationStream } from 'pino';
import type { Environment } from './configuration/configuration';
import type { Storage } from './lifecycle/storage';

/** Parts that a test supplies instead of what the configuration says. */
export interface Overrides {
  readonly clock?: Clock;
  readonly newUuid?: NewUuid;
  /** Where log lines go instead of standard output. */
  readonly logStream?: DestinationStream;
  /** Used as it is: nothing is opened, no migrations are checked, no relay runs. */
  readonly storage?: Storage;
}

/** What a start is given instead of looking for it. */
export interface StartOptions {
  readonly environment: Environment;
  readonly overrides?: Overrides;
}

/** A service that runs in this process. */
export interface RunningService {
  readonly httpUrl: string;
  /** `host:port` */
  readonly grpcAddress: string;
  /**
   * Stops gracefully and resolves with the names of the steps that had to be abandoned; at most
   * once, later calls share the outcome.
   */
  readonly stop: () => Promise<readonly string[]>;
}
