import type { RateCounters } from './rate-counters';
import type { TokenFindings } from './token-findings';

/** What plugins share. */
export interface PluginSurroundings {
  readonly findings: TokenFindings;
  readonly counters: RateCounters;
  /** The id of a service or route by its name; empty for none. */
  readonly idOf: (kind: 'service' | 'route', name: string | undefined) => string;
}
