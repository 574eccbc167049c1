/** jest's settings of coverage for the workspaces below a folder. */
export declare const coverage: (rootFolder: string) => {
  readonly coverageProvider: string;
  readonly collectCoverageFrom: readonly string[];
  /** The least percentages, by the folder that they are for. */
  readonly coverageThreshold: Readonly<Record<string, Readonly<Record<string, number>>>>;
};
