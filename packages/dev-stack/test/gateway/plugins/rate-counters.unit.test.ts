import { RateCounters, windowEndMs } from '../../../src/gateway/plugins/rate-counters';

const at = (text: string): number => Date.parse(text);

describe('a window of the calendar', () => {
  it.each([
    ['second', '2026-02-28T23:59:59.500Z', '2026-03-01T00:00:00.000Z'],
    ['minute', '2026-02-28T23:58:00.000Z', '2026-02-28T23:59:00.000Z'],
    ['hour', '2026-02-28T23:58:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['day', '2026-02-28T23:58:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['month', '2026-12-05T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['year', '2026-12-05T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ] as const)('of a %s that has %s in it ends at %s', (period, now, end) => {
    expect(new Date(windowEndMs(period, at(now))).toISOString()).toBe(end);
  });
});

describe('counters', () => {
  it('count each subject and period by itself, and begin anew with the window', () => {
    let now = at('2026-01-01T00:00:30.000Z');
    const counters = new RateCounters(() => now);
    counters.increment('a', 'minute');
    counters.increment('a', 'minute');
    counters.increment('a', 'hour');
    expect(counters.read('a', 'minute')).toEqual({ count: 2, resetSeconds: 30 });
    expect(counters.read('a', 'hour')).toEqual({ count: 1, resetSeconds: 3_570 });
    expect(counters.read('b', 'minute').count).toBe(0);
    now += 29_999;
    expect(counters.read('a', 'minute')).toEqual({ count: 2, resetSeconds: 1 });
    now += 1;
    expect(counters.read('a', 'minute')).toEqual({ count: 0, resetSeconds: 60 });
    expect(counters.read('a', 'hour').count).toBe(1);
  });
});
