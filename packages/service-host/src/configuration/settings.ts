/** Reads one setting's text. Throws an `Error` whose message completes "<NAME> …". */
export type SettingParser<Value> = (text: string) => Value;

/** One row of a service's configuration. */
export interface Setting<Value = unknown> {
  readonly parse: SettingParser<Value>;
  /**
   * Used when the variable is unset, as the text that would have been set; `undefined` makes it
   * required.
   */
  readonly default?: string;
  /** One sentence, with the unit. */
  readonly meaning: string;
}

/** Settings by the name of their environment variable, unit last: `GRPC_DEADLINE_MS`. */
export type Settings = Readonly<Record<string, Setting>>;

/** The typed values that a declaration yields, by the same names. */
export type SettingsOf<Declared extends Settings> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Setting<infer Value> ? Value : never;
};
