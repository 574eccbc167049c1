import { Instant } from '@accounting/kernel';
import fc from 'fast-check';

describe('instant', () => {
  it.each([
    ['2026-11-22T10:15:30.123Z', '2026-11-22T10:15:30.123Z'],
    ['2026-11-22T10:15Z', '2026-11-22T10:15:00.000Z'],
    ['2026-11-22T10:15:30+04:00', '2026-11-22T06:15:30.000Z'],
    ['2026-01-01T01:00:00+04:00', '2025-12-31T21:00:00.000Z'],
    ['2026-11-22T10:15:30.123456789Z', '2026-11-22T10:15:30.123Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(Instant.parse(text)).toBe(expected);
  });

  it.each([
    ...['2026-02-30T00:00:00Z', '2026-02-29T00:00:00Z', '2026-11-22T24:00:00Z'],
    ...['2026-11-22T25:00:00Z', '2026-11-22T10:60:00Z', '2026-11-22T10:00:60Z'],
    ...['2026-11-22T10:15:30', '2026-11-22 10:15:30Z', '2026-11-22', '1763806530000', '', 'now'],
    ...['2026-11-22T10:15:30+24:00', '2026-11-22T10:15:30+0400', '2026-11-22T10:15:30z'],
  ])('refuses %j', (text) => {
    expect(Instant.parse(text)).toBeUndefined();
  });

  it.each(['0001-01-01T00:00:00+04:00', '9999-12-31T23:00:00-04:00', '0000-06-01T00:00:00Z'])(
    'refuses %s, which in UTC lies outside the years 1 to 9999',
    (text) => {
      expect(Instant.parse(text)).toBeUndefined();
    },
  );

  it('refuses a date whose text would not sort among the others', () => {
    expect(() => Instant.ofDate(new Date('+010000-01-01T00:00:00Z'))).toThrow('years 1 to 9999');
    expect(() => Instant.ofDate(new Date('-000001-01-01T00:00:00Z'))).toThrow('years 1 to 9999');
  });

  it('sorts as text in the order of time', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, dates, (one, other) => {
        const [a, b] = [Instant.ofDate(one), Instant.ofDate(other)];
        expect(a < b).toBe(Instant.toEpochMilliseconds(a) < Instant.toEpochMilliseconds(b));
        expect(Instant.parse(a)).toBe(a);
      }),
    );
  });

  it('is now by the machine’s clock', () => {
    const before = Date.now();
    const now = Instant.toEpochMilliseconds(Instant.systemClock());
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});
