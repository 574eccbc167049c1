import type { Uuid } from '@accounting/kernel';
import type { EncodedUnit } from './encoded-unit';
import type { CommitOutcome, RecordedEvent } from './port';

/**
 * Facts that this process recorded a moment ago. Whoever follows the log learns from PostgreSQL
 * which facts come next and in what order, and need not have them sent back and read again.
 */
export interface RecentEvents {
  /**
   * Remembers what a commit records: the outcome of each unit, in the order of the units. Told
   * before the commit, because a follower may read the facts before it has returned; those of a
   * commit that fails are never asked for.
   */
  keep(units: readonly EncodedUnit[], outcomes: readonly CommitOutcome[]): void;
  /** The facts of these ids, which are forgotten; `undefined` when one of them is not known. */
  take(eventIds: readonly Uuid[]): readonly RecordedEvent[] | undefined;
}

interface Kept {
  readonly event: RecordedEvent;
  readonly bytes: number;
}

/**
 * Of the text that was sent; as objects it takes some three times as much. What waits between a
 * commit and the follower, and what a process keeps that follows none.
 */
const keptBytesMax = 16 * 1024 * 1024;

/** Remembers the latest facts of one process, 16 MiB of text unless said otherwise. */
export const createRecentEvents = (bytesMax = keptBytesMax): RecentEvents => {
  const kept = new Map<Uuid, Kept>();
  let bytes = 0;

  const forget = (eventId: Uuid): void => {
    bytes -= kept.get(eventId)?.bytes ?? 0;
    kept.delete(eventId);
  };

  const forgetOldest = (): void => {
    for (const eventId of kept.keys()) {
      if (bytes <= bytesMax) return;
      forget(eventId);
    }
  };

  return {
    keep: (units, outcomes) => {
      units.forEach((unit, index) => {
        const outcome = outcomes[index];
        if (outcome?.status !== 'committed') return;
        for (const event of outcome.events) {
          const share = unit.bytes / outcome.events.length;
          // A transaction that lost a race runs again.
          forget(event.eventId);
          kept.set(event.eventId, { event, bytes: share });
          bytes += share;
        }
      });
      forgetOldest();
    },

    take: (eventIds) => {
      const events: RecordedEvent[] = [];
      for (const eventId of eventIds) {
        const found = kept.get(eventId);
        if (found === undefined) return undefined;
        events.push(found.event);
      }
      for (const eventId of eventIds) forget(eventId);
      return events;
    },
  };
};
