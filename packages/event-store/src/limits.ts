/** Bounds of one store's queue; `defaultLimits` suit one service process. */
export interface EventStoreLimits {
  /** Transactions that may run at once; a company always has the same lane. */
  readonly lanes: number;
  /** Units that share one commit at most. */
  readonly commitUnitsMax: number;
  /** Bytes of units that share one commit at most; a larger unit commits alone. */
  readonly commitBytesMax: number;
  /** Units that may wait or be in work; more are refused with `resource_exhausted`. */
  readonly queueUnitsMax: number;
  /** Bytes of units that may wait or be in work. */
  readonly queueBytesMax: number;
  /** How many of the units that wait or are in work may be one company's. */
  readonly queueUnitsPerCompanyMax: number;
  /** How many of the bytes may be one company's. */
  readonly queueBytesPerCompanyMax: number;
  /** Units of bulk work that are sent to PostgreSQL in one statement. */
  readonly togetherUnitsMax: number;
  /** Transactions of `commitTogether` that may be open before their turn. */
  readonly togetherAheadMax: number;
  /** How often a lost race against another process is tried again before giving up. */
  readonly raceRetriesMax: number;
}

export const defaultLimits: EventStoreLimits = {
  lanes: 2,
  commitUnitsMax: 100,
  commitBytesMax: 1024 * 1024,
  queueUnitsMax: 10_000,
  queueBytesMax: 64 * 1024 * 1024,
  queueUnitsPerCompanyMax: 2_500,
  queueBytesPerCompanyMax: 16 * 1024 * 1024,
  togetherUnitsMax: 1_000,
  togetherAheadMax: 2,
  raceRetriesMax: 3,
};
