/** What this package needs of a logger; a pino logger is one. */
export interface RedisLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Says once that the connection is lost, however often it is tried, and once that it is back. */
export class ConnectionLog {
  private isLost = false;
  private reason = 'the connection was closed';

  constructor(private readonly logger: RedisLogger) {}

  /** Why it will be lost, as far as is known before it is. */
  note(reason: string): void {
    this.reason = reason;
  }

  lost(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.logger.warn({ reason: this.reason }, 'Redis does not answer; trying on');
  }

  /** From now on it is closed on purpose, which is nothing to tell. */
  end(): void {
    this.isLost = true;
  }

  made(): void {
    if (this.isLost) this.logger.info({}, 'Redis answers again');
    this.isLost = false;
    this.reason = 'the connection was closed';
  }
}
