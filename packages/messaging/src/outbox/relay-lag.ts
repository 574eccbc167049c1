import type { CommittedEvent } from '@accounting/event-store';
import { Instant, type Clock } from '@accounting/kernel';

/** How far the relay is behind, in time. */
export class RelayLag {
  /** Nothing that occurred earlier waits. `undefined` while this process does not lead. */
  private clearUntil: Instant | undefined;
  private isCaughtUp = false;

  constructor(private readonly clock: Clock) {}

  start(): void {
    this.clearUntil ??= this.clock();
    this.isCaughtUp = false;
  }

  /** These are the oldest that wait. */
  found(events: readonly CommittedEvent[]): void {
    const [oldest] = events;
    if (oldest === undefined) return;
    this.clearUntil = oldest.occurredAt;
    this.isCaughtUp = false;
  }

  caughtUp(): void {
    this.clearUntil = this.clock();
    this.isCaughtUp = true;
  }

  /** The log cannot be followed at the moment, so that nobody knows whether something waits. */
  fail(): void {
    this.isCaughtUp = false;
  }

  stop(): void {
    this.clearUntil = undefined;
  }

  seconds(): number {
    if (this.clearUntil === undefined || this.isCaughtUp) return 0;
    const now = Instant.toEpochMilliseconds(this.clock());
    return Math.max(0, now - Instant.toEpochMilliseconds(this.clearUntil)) / 1_000;
  }
}
