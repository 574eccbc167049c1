import { Instant } from './instant';
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

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/;

const isLeapYear = (year: number): boolean =>
  (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

// Georgia keeps UTC+4 without summer time since 2005 and had other offsets before, so the zone's
// history is asked rather than assumed.
const tbilisi = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Tbilisi',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

export const AccountingDate = {
  /** The date, or `undefined` when the text names no day of the calendar (years 0001 to 9999). */
  parse: (text: string): AccountingDate | undefined => {
    const match = datePattern.exec(text);
    if (match === null) return undefined;
    const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
    const exists =
      year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
    return exists ? (text as AccountingDate) : undefined;
  },

  /** Reads a date that we wrote ourselves. Throws when it is none. */
  of: (text: string): AccountingDate => {
    const date = AccountingDate.parse(text);
    invariant(date !== undefined, `"${text}" is a date`);
    return date;
  },

  /** The day it is in Tbilisi at that instant. */
  ofInstant: (instant: Instant): AccountingDate =>
    AccountingDate.of(tbilisi.format(new Date(instant))),

  monthOf: (date: AccountingDate): AccountingMonth => date.slice(0, 7) as AccountingMonth,

  yearOf: (date: AccountingDate): number => Number(date.slice(0, 4)),

  /** The date a number of days later, or earlier when negative. */
  addDays: (date: AccountingDate, days: number): AccountingDate => {
    const moved = new Date(`${date}T00:00:00.000Z`);
    moved.setUTCDate(moved.getUTCDate() + days);
    return AccountingDate.of(moved.toISOString().slice(0, 10));
  },
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

  firstDay: (month: AccountingMonth): AccountingDate => AccountingDate.of(`${month}-01`),

  lastDay: (month: AccountingMonth): AccountingDate => {
    const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
    return AccountingDate.of(`${month}-${pad(daysInMonth(year, number), 2)}`);
  },

  next: (month: AccountingMonth): AccountingMonth => {
    const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
    return AccountingMonth.of(
      number === 12 ? `${pad(year + 1, 4)}-01` : `${pad(year, 4)}-${pad(number + 1, 2)}`,
    );
  },

  /** The twelve months of a calendar year, January first. */
  ofYear: (year: number): AccountingMonth[] =>
    Array.from({ length: 12 }, (_, index) =>
      AccountingMonth.of(`${pad(year, 4)}-${pad(index + 1, 2)}`),
    ),
};
