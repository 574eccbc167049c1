import { daysInMonth, namesCalendarDay } from './calendar';
import type { Instant } from './instant';
import { invariant } from './invariant';

declare const dateBrand: unique symbol;
declare const monthBrand: unique symbol;

/**
 * A day in the books, `2026-11-22`, in Georgia. Not an instant: it has no time and no zone, and two
 * of them compare as text.
 */
export type AccountingDate = string & { readonly [dateBrand]: true };

/** A calendar month in the books, `2026-11`; the length of a fiscal period. */
export type AccountingMonth = string & { readonly [monthBrand]: true };

const millisecondsOfDay = 86_400_000;
const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

// Georgia has kept UTC+4 without summer time since 2005 and had other offsets before, so the zone's
// history is asked rather than assumed.
const tbilisi = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Tbilisi',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const partsOf = (month: AccountingMonth): { year: number; number: number } => ({
  year: Number(month.slice(0, 4)),
  number: Number(month.slice(5)),
});

export const AccountingDate = {
  /** The date, or `undefined` when the text names no day of the calendar (years 0001 to 9999). */
  parse: (text: string): AccountingDate | undefined =>
    namesCalendarDay(text) ? (text as AccountingDate) : undefined,

  /** Reads a date that we wrote ourselves. Throws when it is none. */
  of: (text: string): AccountingDate => {
    const date = AccountingDate.parse(text);
    invariant(date !== undefined, `"${text}" is a date`);
    return date;
  },

  /** The day it is in Tbilisi at that instant. Throws when that day is past the year 9999. */
  ofInstant: (instant: Instant): AccountingDate => {
    // Intl writes the year 1 as `1`.
    return AccountingDate.of(tbilisi.format(new Date(instant)).padStart('0001-01-01'.length, '0'));
  },

  /** The month a date lies in. */
  monthOf: (date: AccountingDate): AccountingMonth => date.slice(0, 7) as AccountingMonth,

  /** The calendar year a date lies in, 1 to 9999. */
  yearOf: (date: AccountingDate): number => Number(date.slice(0, 4)),

  /**
   * The date a whole number of days later, or earlier when negative. Throws outside the years 1 to
   * 9999.
   */
  addDays: (date: AccountingDate, days: number): AccountingDate => {
    invariant(Number.isSafeInteger(days), 'days are whole');
    const moved = new Date(`${date}T00:00:00.000Z`);
    moved.setUTCDate(moved.getUTCDate() + days);
    invariant(!Number.isNaN(moved.getTime()), `${date} moved by ${days} days is a date`);
    return AccountingDate.of(moved.toISOString().slice(0, -'T00:00:00.000Z'.length));
  },

  /**
   * The same day of a later month, or of an earlier one when negative; the last day of that month
   * where it is shorter. Throws outside the years 1 to 9999.
   */
  addMonths: (date: AccountingDate, months: number): AccountingDate => {
    const month = AccountingMonth.add(AccountingDate.monthOf(date), months);
    const last = AccountingMonth.lastDay(month);
    return AccountingDate.parse(`${month}-${date.slice(8)}`) ?? last;
  },

  /** Days from one date to another: 1 from a day to the next, negative when it is earlier. */
  daysBetween: (from: AccountingDate, to: AccountingDate): number =>
    (Date.parse(to) - Date.parse(from)) / millisecondsOfDay,

  /** Which day of the week it is: 1 is Monday, 7 is Sunday (ISO 8601). */
  weekdayOf: (date: AccountingDate): number => new Date(date).getUTCDay() || 7,
};

export const AccountingMonth = {
  /** The month, or `undefined` when the text is none. */
  parse: (text: string): AccountingMonth | undefined =>
    monthPattern.test(text) && !text.startsWith('0000') ? (text as AccountingMonth) : undefined,

  /** Reads a month that we wrote ourselves. Throws when it is none. */
  of: (text: string): AccountingMonth => {
    const month = AccountingMonth.parse(text);
    invariant(month !== undefined, `"${text}" is a month`);
    return month;
  },

  /** The first day of a month. */
  firstDay: (month: AccountingMonth): AccountingDate => AccountingDate.of(`${month}-01`),

  /** The last day of a month: the 28th to the 31st. */
  lastDay: (month: AccountingMonth): AccountingDate => {
    const { year, number } = partsOf(month);
    return AccountingDate.of(`${month}-${pad(daysInMonth(year, number), 2)}`);
  },

  /** The month after. Throws after December 9999. */
  next: (month: AccountingMonth): AccountingMonth => AccountingMonth.add(month, 1),

  /** The month before. Throws before January of the year 1. */
  previous: (month: AccountingMonth): AccountingMonth => AccountingMonth.add(month, -1),

  /**
   * The month a whole number of months later, or earlier when negative. Throws outside the years 1
   * to 9999.
   */
  add: (month: AccountingMonth, months: number): AccountingMonth => {
    invariant(Number.isSafeInteger(months), 'months are whole');
    const { year, number } = partsOf(month);
    const count = year * 12 + number - 1 + months;
    return AccountingMonth.of(`${pad(Math.floor(count / 12), 4)}-${pad((count % 12) + 1, 2)}`);
  },

  /** The calendar year a month lies in, 1 to 9999. */
  yearOf: (month: AccountingMonth): number => partsOf(month).year,

  /** The twelve months of a calendar year, January first. */
  ofYear: (year: number): AccountingMonth[] =>
    Array.from({ length: 12 }, (_, index) =>
      AccountingMonth.of(`${pad(year, 4)}-${pad(index + 1, 2)}`),
    ),
};
