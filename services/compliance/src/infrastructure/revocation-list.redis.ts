import type { Redis } from '@accounting/redis';
import { randomBytes } from 'node:crypto';
import type { Revocation, RevocationList } from '../application/session-ports';

/** A change is late by this much at most, however many replicas there are and whatever is lost. */
const keptMs = 250;
/** Of these half may pass until Redis has the copy, which is forgotten after the other half. */
const halfMs = keptMs / 2;
const key = 'revocations';
const value = 'asked';

const copy = (redis: Redis, mark: string, list: readonly Revocation[]): Promise<boolean> =>
  redis.replace([
    { key: mark, before: value, after: undefined, lifetimeMs: 0 },
    { key, before: undefined, after: JSON.stringify(list), lifetimeMs: halfMs },
  ]);

/**
 * What one replica has read from the list of record, for all of them. Nothing but its age makes it
 * good, so that nobody has to tell Redis of a revocation: one that is recorded while Redis is away,
 * or just before everything in it is lost, is on the list all the same.
 */
export const createRedisRevocationList = ({
  redis,
  record,
}: {
  readonly redis: Redis;
  /** The list of record. */
  readonly record: RevocationList;
}): RevocationList => ({
  read: async (now) => {
    const [kept] = await redis.read([key]).catch(() => []);
    if (kept !== undefined) return JSON.parse(kept) as readonly Revocation[];
    // What is copied when Redis has stood still meanwhile, or lost everything, may be of any age:
    // it is taken only as long as Redis itself remembers, by its own clock, that it was asked for.
    const mark = `${key}:${randomBytes(16).toString('base64url')}`;
    const isMarked = await redis.write(mark, value, halfMs).then(
      () => true,
      () => false,
    );
    const list = await record.read(now);
    if (isMarked) await copy(redis, mark, list).catch(() => undefined);
    return list;
  },
});
