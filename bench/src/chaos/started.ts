/** What has been started so far, and how it is stopped, the last first. */
export interface Started {
  /** Where data and logs are. */
  readonly folder: string;
  readonly stops: (() => Promise<unknown>)[];
  readonly say: (sentence: string) => void;
}
