/** The Gregorian calendar, which the books use for all years from 1 to 9999. */

const isLeapYear = (year: number): boolean =>
  (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days in a month of a year; January is 1. */
export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text, `2026-11-22`, names a day that the calendar has. */
export const namesCalendarDay = (text: string): boolean => {
  const [, year, month, day] = (dayPattern.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};
