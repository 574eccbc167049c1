import type { Redis } from '@accounting/redis';
import type { Revocation, RevocationList } from '../application/session-ports';

/** A change is late by this much at most, however many replicas there are and whatever is lost. */
const keptMs = 250;
const key = 'revocations';

/**
 * What one replica has read from the list of record, for all of them. Nothing but its age makes it
 * good, so that nobody has to tell Redis of a revocation: one that is recorded while Redis is away,
 * or just before everything in it is lost, is on the list all the same.
 */
export const createRedisRevocationList = ({
  redis,
  record,
  monotonicMs = () => performance.now(),
}: {
  readonly redis: Redis;
  /** The list of record. */
  readonly record: RevocationList;
  /** A clock that only goes forward, in milliseconds. */
  readonly monotonicMs?: () => number;
}): RevocationList => ({
  read: async (now) => {
    const [kept] = await redis.read([key]).catch(() => []);
    if (kept !== undefined) return JSON.parse(kept) as readonly Revocation[];
    const askedAtMs = monotonicMs();
    const list = await record.read(now);
    // It is as old as the question; one that took its time is nothing to keep.
    const leftMs = keptMs - (monotonicMs() - askedAtMs);
    if (leftMs >= 1) await redis.write(key, JSON.stringify(list), leftMs).catch(() => undefined);
    return list;
  },
});
