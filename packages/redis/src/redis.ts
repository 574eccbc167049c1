/** One value that is to take the place of another. Values are texts that are not empty. */
export interface Replacement {
  readonly key: string;
  /** What the key must still hold; `undefined` when it must hold nothing. */
  readonly before: string | undefined;
  /** What it holds from then on; `undefined` removes it. */
  readonly after: string | undefined;
  /** Milliseconds after which it is forgotten. */
  readonly lifetimeMs: number;
}

/**
 * Short-lived values by key, shared by all replicas of a service. Everything rejects with kind
 * `unavailable` when Redis does not answer: at once while the connection is lost, and after the
 * time of one command when it has just fallen silent. Whether a value was written then, is unknown.
 */
export interface Redis {
  /** The values in the order of the keys, `undefined` where there is none. */
  read(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Keeps a value for so many milliseconds, in place of the one before. */
  write(key: string, value: string, lifetimeMs: number): Promise<void>;
  /** All of them in one step, or none and `false` when a key does not hold what it should. */
  replace(replacements: readonly Replacement[]): Promise<boolean>;
  ping(): Promise<void>;
  /**
   * Connects, again and again when the connection is lost, until the signal aborts; then closes it.
   * To be called once; before, and afterwards, everything is `unavailable`.
   */
  keepConnected(signal: AbortSignal): Promise<void>;
}
