import type { Instant } from '@accounting/kernel';
import { later, millisecondsBetween } from './instants';

/** Attempts counted against one account or one address, until a success takes them back. */
export interface Attempts {
  readonly count: number;
  /** From when on the count falls again, by one each `fallsEachMs`. */
  readonly fallsFrom: Instant;
  readonly lockedUntil?: Instant;
}

/** How many attempts are free, and how long the others are held off. */
export interface BackOff {
  /** The attempt that brings the count here locks out. */
  readonly attemptsMax: number;
  readonly firstLockMs: number;
  readonly longestLockMs: number;
  /** The count falls by one each time so long has passed. */
  readonly fallsEachMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

export const backOffs = {
  /** Guessing at one account: five at once, then ever fewer. A success starts anew. */
  account: {
    attemptsMax: 5,
    firstLockMs: minute,
    longestLockMs: hour,
    fallsEachMs: 24 * hour,
  },
  /**
   * Guessing at many accounts from one address. An office may share one, so more is free and the
   * count falls quickly; a success takes back its own attempt only, or whoever has one account of
   * their own could guess at the others without end.
   */
  address: {
    attemptsMax: 20,
    firstLockMs: minute,
    longestLockMs: hour,
    fallsEachMs: minute,
  },
  /** Messages that strangers may have sent to one person. */
  resetRequest: {
    attemptsMax: 3,
    firstLockMs: 10 * minute,
    longestLockMs: hour,
    fallsEachMs: hour,
  },
} as const satisfies Record<string, BackOff>;

/** What became of one attempt. */
export interface Attempted {
  /** False while locked out: whatever is presented must be refused, and is not counted. */
  readonly isAllowed: boolean;
  /** The lock-out that this attempt begins, unless it succeeds. */
  readonly beginsLock?: Instant;
  readonly attempts: Attempts;
}

const fallen = (attempts: Attempts, { fallsEachMs }: BackOff, now: Instant): Attempts => {
  const steps = Math.max(0, Math.floor(millisecondsBetween(attempts.fallsFrom, now) / fallsEachMs));
  const count = Math.max(0, attempts.count - steps);
  const fallsFrom = count === 0 ? now : later(attempts.fallsFrom, steps * fallsEachMs);
  return { count, fallsFrom };
};

const lockMsAt = (count: number, { attemptsMax, firstLockMs, longestLockMs }: BackOff): number =>
  Math.min(firstLockMs * 2 ** (count - attemptsMax), longestLockMs);

/**
 * Counts an attempt before it is known whether it succeeds, so that many at once do not all pass
 * before the first has failed.
 */
export const attempt = (
  attempts: Attempts | undefined,
  backOff: BackOff,
  now: Instant,
): Attempted => {
  const before = attempts ?? { count: 0, fallsFrom: now };
  if (before.lockedUntil !== undefined && now < before.lockedUntil) {
    return { isAllowed: false, attempts: before };
  }
  const { count: countBefore, fallsFrom } = fallen(before, backOff, now);
  const count = countBefore + 1;
  if (count < backOff.attemptsMax) return { isAllowed: true, attempts: { count, fallsFrom } };
  const lockedUntil = later(now, lockMsAt(count, backOff));
  return {
    isAllowed: true,
    beginsLock: lockedUntil,
    attempts: { count, fallsFrom, lockedUntil },
  };
};

/**
 * The count without one attempt that has turned out well, and without the lock it began: nothing is
 * allowed while a lock stands, so one that stands now began with it. What was counted before stays.
 */
export const takenBack = ({ count, fallsFrom }: Attempts): Attempts => ({
  count: Math.max(0, count - 1),
  fallsFrom,
});

/** From when on the record says no more than none would. */
export const forgettableFrom = (attempts: Attempts, { fallsEachMs }: BackOff): Instant => {
  const fallenAt = later(attempts.fallsFrom, attempts.count * fallsEachMs);
  const { lockedUntil = fallenAt } = attempts;
  return lockedUntil > fallenAt ? lockedUntil : fallenAt;
};
