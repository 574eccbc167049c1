import { LRUCache } from 'lru-cache';

/** The windows that Kong counts in, from the shortest to the longest. */
export const periodNames = ['second', 'minute', 'hour', 'day', 'month', 'year'] as const;

export type Period = (typeof periodNames)[number];

/** How much of a window is used, and when it ends. */
export interface WindowUse {
  readonly count: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly resetSeconds: number;
}

interface Window {
  readonly endsAtMs: number;
  count: number;
}

const fixedMs = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
/** More subjects than callers there are; beyond it those forgotten first begin anew. */
const subjectsMax = 100_000;

/** When the window of the calendar ends in which an instant lies, in milliseconds since 1970. */
export const windowEndMs = (period: Period, nowMs: number): number => {
  if (period === 'month' || period === 'year') {
    const now = new Date(nowMs);
    const month = period === 'year' ? 12 : now.getUTCMonth() + 1;
    return Date.UTC(now.getUTCFullYear(), month, 1);
  }
  return (Math.floor(nowMs / fixedMs[period]) + 1) * fixedMs[period];
};

/** Counts by subject and window. */
export class RateCounters {
  private readonly windows = new LRUCache<string, Window>({ max: subjectsMax });

  constructor(private readonly nowMs: () => number = Date.now) {}

  read(subject: string, period: Period): WindowUse {
    const nowMs = this.nowMs();
    const { count, endsAtMs } = this.window(subject, period, nowMs);
    return { count, resetSeconds: Math.max(1, Math.ceil((endsAtMs - nowMs) / 1_000)) };
  }

  increment(subject: string, period: Period): void {
    this.window(subject, period, this.nowMs()).count += 1;
  }

  private window(subject: string, period: Period, nowMs: number): Window {
    const key = `${period}:${subject}`;
    const known = this.windows.get(key);
    if (known !== undefined && known.endsAtMs > nowMs) return known;
    const window = { endsAtMs: windowEndMs(period, nowMs), count: 0 };
    this.windows.set(key, window);
    return window;
  }
}
