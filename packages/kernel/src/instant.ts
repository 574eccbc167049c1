import { namesCalendarDay } from './calendar';
import { invariant } from './invariant';

declare const instantBrand: unique symbol;

/**
 * A point in time, UTC, with milliseconds, as ISO 8601 text: `2026-11-22T10:15:30.000Z`. Always 24
 * characters, so that two of them compare as text.
 */
export type Instant = string & { readonly [instantBrand]: true };

/** Where the time comes from; the domain never asks, it is told. */
export type Clock = () => Instant;

/** Years beyond 9999 and before 1 are written with a sign or as 0000. */
const isInRange = (text: string): boolean => /^\d{4}-/.test(text) && !text.startsWith('0000');

/** Hours to 23, with an offset; seconds and their fraction may be left out. */
const timePattern =
  /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

export const Instant = {
  /** The instant of a `Date`. Throws outside the years 1 to 9999, whose text would not sort. */
  ofDate: (date: Date): Instant => {
    const text = date.toISOString();
    invariant(isInRange(text), `${text} lies in the years 1 to 9999`);
    return text as Instant;
  },

  /**
   * The instant, or `undefined` when the text is no ISO 8601 date and time with an offset, names no
   * day of the calendar, or lies outside the years 1 to 9999. What is finer than a millisecond is
   * cut off.
   */
  parse: (text: string): Instant | undefined => {
    // A `Date` would read 30 February as 2 March.
    if (!namesCalendarDay(text.slice(0, 10)) || text[10] !== 'T') return undefined;
    if (!timePattern.test(text.slice(11))) return undefined;
    const utc = new Date(text).toISOString();
    return isInRange(utc) ? (utc as Instant) : undefined;
  },

  /** Milliseconds since 1970-01-01T00:00:00Z. */
  toEpochMilliseconds: (instant: Instant): number => Date.parse(instant),

  /** The machine's clock. Only composition roots take it. */
  systemClock: (() => Instant.ofDate(new Date())) as Clock,
};
