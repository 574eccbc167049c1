import type { Histogram } from 'prom-client';

type Observer = { observe: (seconds: number) => void };

/** A route pattern as logs and metrics name it. */
export class Endpoint {
  private readonly observers = new Map<string, Observer>();

  constructor(
    /** `/api/v1/accounts/:accountId`, or `unmatched`. */
    readonly pattern: string,
    private readonly duration: Histogram<'method' | 'endpoint' | 'status'>,
    /** Probes and pages of the host itself are logged at level debug. */
    readonly isTechnical = false,
  ) {}

  observe(method: string, status: number, seconds: number): void {
    const key = `${method} ${status}`;
    let observer = this.observers.get(key);
    if (observer === undefined) {
      observer = this.duration.labels({ method, endpoint: this.pattern, status: String(status) });
      this.observers.set(key, observer);
    }
    observer.observe(seconds);
  }
}
