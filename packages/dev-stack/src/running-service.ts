/** Where a running service is reached, and where it keeps its things. */
export interface RunningService {
  readonly name: string;
  /** `http://127.0.0.1:8001`. */
  readonly httpUrl: string;
  /** `127.0.0.1:9001`. */
  readonly grpcAddress: string;
  readonly processId: number;
  /** Milliseconds from starting the process to its being ready. */
  readonly readyAfterMs: number;
  /** URL of the service's database as its owner, with the password, for looking around. */
  readonly databaseUrl: string;
  readonly logFile: string;
}
