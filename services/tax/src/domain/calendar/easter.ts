import { AccountingDate } from '@accounting/kernel';

/** Days by which the Julian calendar is behind the Gregorian one in a year's March. */
const julianDelayDays = (year: number): number =>
  Math.floor(year / 100) - Math.floor(year / 400) - 2;

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * Easter Sunday of the Orthodox Church, as a date of the civil calendar. Computed by the Julian
 * paschal cycle of 19 years of the moon and 28 of the sun; 12 April in 2026.
 */
export const orthodoxEasterOf = (year: number): AccountingDate => {
  const moon = (19 * (year % 19) + 15) % 30;
  const sun = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
  const daysFromMarch = moon + sun + 114;
  const month = Math.floor(daysFromMarch / 31);
  const day = (daysFromMarch % 31) + 1;
  const julian = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
  return AccountingDate.addDays(AccountingDate.of(julian), julianDelayDays(year));
};
