import { AccountingDate, AccountingMonth, Instant } from '@accounting/kernel';
import fc from 'fast-check';

const instant = (text: string): Instant => {
  const parsed = Instant.parse(text);
  if (parsed === undefined) throw new Error(`${text} is no instant`);
  return parsed;
};
const date = AccountingDate.of;
const month = AccountingMonth.of;

describe('accounting date', () => {
  it.each(['2026-11-22', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '2026-04-30'])(
    'is %s',
    (text) => {
      expect(AccountingDate.parse(text)).toBe(text);
    },
  );

  it.each([
    ...['2026-02-29', '1900-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10'],
    ...['2026-01-00', '2026-01-32', '0000-01-01', '2026-1-1', '20261122', '2026-11-22T00:00:00Z'],
    ...['10000-01-01', '-001-01-01', '', '2026/11/22', ' 2026-11-22', '2026-11-22\n'],
  ])('is not %j', (text) => {
    expect(AccountingDate.parse(text)).toBeUndefined();
    expect(() => AccountingDate.of(text)).toThrow('is a date');
  });

  it.each([
    ['2026-11-22T19:59:59.999Z', '2026-11-22'],
    ['2026-11-22T20:00:00.000Z', '2026-11-23'],
    ['2026-12-31T20:00:00.000Z', '2027-01-01'],
    // Summer time: UTC+5 until 2004, under the rules of those years.
    ['1998-07-01T18:59:59.999Z', '1998-07-01'],
    ['1998-07-01T19:00:00.000Z', '1998-07-02'],
    ['0001-01-01T12:00:00.000Z', '0001-01-01'],
  ])('turns at midnight in Tbilisi: %s is %s', (moment, day) => {
    expect(AccountingDate.ofInstant(instant(moment))).toBe(day);
  });

  it('ends with the year 9999', () => {
    expect(() => AccountingDate.ofInstant(instant('9999-12-31T20:00:00Z'))).toThrow('is a date');
    expect(() => AccountingDate.addDays(date('9999-12-31'), 1)).toThrow('is a date');
    expect(() => AccountingDate.addDays(date('0001-01-01'), -1)).toThrow('is a date');
    expect(() => AccountingDate.addDays(date('2026-01-01'), 1e12)).toThrow('is a date');
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2026-03-28', 0, '2026-03-28'],
    ['0099-12-31', 1, '0100-01-01'],
  ])('%s moved by %i days is %s', (from, days, to) => {
    expect(AccountingDate.addDays(date(from), days)).toBe(to);
  });

  it('moves by whole days only', () => {
    expect(() => AccountingDate.addDays(date('2026-01-01'), 0.5)).toThrow('days are whole');
  });

  it('moves back by as many days as forward', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (days) => {
        const later = AccountingDate.addDays(date('0001-01-01'), days);
        expect(AccountingDate.addDays(later, -days)).toBe('0001-01-01');
        expect(AccountingDate.parse(later)).toBe(later);
      }),
    );
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -13, '2025-02-28'],
    ['2026-11-22', 0, '2026-11-22'],
  ])('%s moved by %i months is %s', (date, months, moved) => {
    expect(AccountingDate.addMonths(AccountingDate.of(date), months)).toBe(moved);
  });

  it('counts the days to another', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (days) => {
        const moved = AccountingDate.addDays(date('2026-11-22'), days);
        expect(AccountingDate.daysBetween(date('2026-11-22'), moved)).toBe(days);
      }),
    );
  });

  it.each([
    ['2026-11-22', 7],
    ['2026-11-23', 1],
    ['2026-11-28', 6],
    ['0001-01-01', 1],
  ])('%s is day %i of its week', (text, weekday) => {
    expect(AccountingDate.weekdayOf(AccountingDate.of(text))).toBe(weekday);
  });

  it('lies in a month and a year', () => {
    expect(AccountingDate.monthOf(date('0987-06-05'))).toBe('0987-06');
    expect(AccountingDate.yearOf(date('0987-06-05'))).toBe(987);
  });
});

describe('accounting month', () => {
  it.each(['2026-13', '2026-00', '0000-01', '2026-1', '2026', '2026-11-01', ''])(
    'is not %j',
    (text) => {
      expect(AccountingMonth.parse(text)).toBeUndefined();
      expect(() => AccountingMonth.of(text)).toThrow('is a month');
    },
  );

  it.each([
    ['2026-02', '2026-02-28'],
    ['2024-02', '2024-02-29'],
    ['1900-02', '1900-02-28'],
    ['2000-02', '2000-02-29'],
    ['2026-04', '2026-04-30'],
    ['2026-12', '2026-12-31'],
  ])('%s ends on %s', (text, last) => {
    expect(AccountingMonth.firstDay(month(text))).toBe(`${text}-01`);
    expect(AccountingMonth.lastDay(month(text))).toBe(last);
  });

  it('ends the day before the next one begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9998 }), (year) => {
        for (const each of AccountingMonth.ofYear(year)) {
          const dayAfter = AccountingDate.addDays(AccountingMonth.lastDay(each), 1);
          expect(dayAfter).toBe(AccountingMonth.firstDay(AccountingMonth.next(each)));
        }
      }),
    );
  });

  it('follows December with January, and the last month with none', () => {
    expect(AccountingMonth.next(month('2026-12'))).toBe('2027-01');
    expect(AccountingMonth.next(month('0009-11'))).toBe('0009-12');
    expect(() => AccountingMonth.next(month('9999-12'))).toThrow('is a month');
  });

  it('precedes January with December, and the first month with none', () => {
    expect(AccountingMonth.previous(AccountingMonth.of('2026-01'))).toBe('2025-12');
    expect(() => AccountingMonth.previous(AccountingMonth.of('0001-01'))).toThrow('is a month');
  });

  it.each([
    ['2026-11', 14, '2028-01'],
    ['2026-11', -11, '2025-12'],
    ['2026-11', 0, '2026-11'],
  ])('%s moved by %i months is %s', (text, months, moved) => {
    expect(AccountingMonth.add(AccountingMonth.of(text), months)).toBe(moved);
  });

  it('moves by whole months only', () => {
    expect(() => AccountingMonth.add(AccountingMonth.of('2026-11'), 0.5)).toThrow('whole');
  });

  it('lies in a year', () => {
    expect(AccountingMonth.yearOf(AccountingMonth.of('2026-11'))).toBe(2026);
  });

  it('makes twelve of a year', () => {
    const months = AccountingMonth.ofYear(2026);
    expect(months).toHaveLength(12);
    expect([months[0], months[11]]).toEqual(['2026-01', '2026-12']);
  });
});
