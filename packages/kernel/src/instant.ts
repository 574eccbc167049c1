declare const instantBrand: unique symbol;

/** A point in time, UTC, with milliseconds, as ISO 8601 text: `2026-11-22T10:15:30.000Z`. */
export type Instant = string & { readonly [instantBrand]: true };

/** Where the time comes from; the domain never asks, it is told. */
export type Clock = () => Instant;

export const Instant = {
  ofDate: (date: Date): Instant => date.toISOString() as Instant,

  /** The instant, or `undefined` when the text is no ISO 8601 date and time with an offset. */
  parse: (text: string): Instant | undefined => {
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
      return undefined;
    }
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? undefined : Instant.ofDate(date);
  },

  /** Milliseconds since 1970-01-01T00:00:00Z. */
  toEpochMilliseconds: (instant: Instant): number => Date.parse(instant),

  /** The machine's clock. Only composition roots take it. */
  systemClock: (() => Instant.ofDate(new Date())) as Clock,
};
