import type { Testbed } from './testbed';

/** One thing that a gateway must do. */
export interface Check {
  /** The rule; it stands in the report. */
  readonly name: string;
  /** True where the check needs the configuration as it is, without failures and low limits. */
  readonly needsUnaltered?: boolean;
  /** Throws where the gateway does otherwise. */
  readonly run: (testbed: Testbed) => Promise<void>;
}
