import { Instant, invariant, type Clock } from '@accounting/kernel';

/** A clock that stands still until the test moves it. */
export interface FakeClock {
  readonly now: Clock;
  /** Moves the clock forward, or back when negative. */
  advance(milliseconds: number): void;
  /** Puts the clock to an instant: `set('2026-12-31T20:00:00.000Z')`. */
  set(instant: string): void;
}

const instantOf = (text: string): Instant => {
  const instant = Instant.parse(text);
  invariant(instant !== undefined, `"${text}" is an instant`);
  return instant;
};

/** A clock that shows one instant, by default a Sunday noon in Tbilisi. */
export const fakeClock = (start = '2026-11-22T08:00:00.000Z'): FakeClock => {
  let current = instantOf(start);
  return {
    now: () => current,
    advance: (milliseconds) => {
      current = Instant.ofDate(new Date(Instant.toEpochMilliseconds(current) + milliseconds));
    },
    set: (instant) => {
      current = instantOf(instant);
    },
  };
};
