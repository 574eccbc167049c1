import type { Exchange, HeaderFilter } from '../exchange';

/**
 * What a plugin does before the upstream is asked. It answers the request itself when it must not
 * go on, and the rest is then skipped.
 */
export type AccessStep = (exchange: Exchange) => void;

/** A plugin instance, ready to run. */
export interface CompiledPlugin {
  readonly access?: AccessStep;
  readonly headerFilter?: HeaderFilter;
}
