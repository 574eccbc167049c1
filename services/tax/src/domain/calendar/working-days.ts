import { AccountingDate, invariant } from '@accounting/kernel';
import type { LegalBasis, LocalizedText } from '../rule-set/rule';
import { orthodoxEasterOf } from './easter';

/** Days off besides Saturday and Sunday, as data: the Government adds days now and then. */
export interface HolidayRules extends LegalBasis {
  /** The same day of every year; month 1 is January. */
  readonly fixed: readonly {
    readonly month: number;
    readonly day: number;
    readonly name: LocalizedText;
  }[];
  /** So many days after Easter Sunday, negative before it. */
  readonly aroundEaster: readonly { readonly daysAfter: number; readonly name: LocalizedText }[];
  /** Single days that were declared days off. */
  readonly added: readonly { readonly date: AccountingDate; readonly name: LocalizedText }[];
}

const saturday = 6;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Public holidays and the working days between them. Immutable. */
export class WorkingDays {
  private readonly holidaysByYear = new Map<number, ReadonlyMap<string, LocalizedText>>();

  constructor(private readonly holidayRules: HolidayRules) {}

  /** The public holidays of a calendar year in their order, with their names. */
  holidaysOf(year: number): ReadonlyMap<AccountingDate, LocalizedText> {
    return this.namesOf(year) as ReadonlyMap<AccountingDate, LocalizedText>;
  }

  /** False on Saturday, Sunday and public holidays. */
  isWorkingDay(date: AccountingDate): boolean {
    if (AccountingDate.weekdayOf(date) >= saturday) return false;
    return !this.namesOf(AccountingDate.yearOf(date)).has(date);
  }

  /**
   * The day on which something due on `date` is due: that day, or the next working day where it is
   * a day off. Source: Tax Code of Georgia, article 3(6).
   */
  dueOn(date: AccountingDate): AccountingDate {
    let due = date;
    while (!this.isWorkingDay(due)) due = AccountingDate.addDays(due, 1);
    return due;
  }

  /**
   * The last day of a time of so many working days; counting starts the day after `date`. Source:
   * Tax Code of Georgia, article 3.
   */
  add(date: AccountingDate, workingDays: number): AccountingDate {
    invariant(workingDays > 0, 'a time limit has a day or more');
    let day = date;
    for (let left = workingDays; left > 0; left -= 1) {
      day = this.dueOn(AccountingDate.addDays(day, 1));
    }
    return day;
  }

  private namesOf(year: number): ReadonlyMap<string, LocalizedText> {
    const known = this.holidaysByYear.get(year);
    if (known !== undefined) return known;
    const { fixed, aroundEaster, added } = this.holidayRules;
    const easter = orthodoxEasterOf(year);
    const days: [string, LocalizedText][] = [
      ...fixed.map(({ month, day, name }): [string, LocalizedText] => [
        `${easter.slice(0, 4)}-${twoDigits(month)}-${twoDigits(day)}`,
        name,
      ]),
      ...aroundEaster.map(({ daysAfter, name }): [string, LocalizedText] => [
        AccountingDate.addDays(easter, daysAfter),
        name,
      ]),
      ...added
        .filter(({ date }) => AccountingDate.yearOf(date) === year)
        .map(({ date, name }): [string, LocalizedText] => [date, name]),
    ];
    const names = new Map(days.sort(([one], [other]) => (one < other ? -1 : 1)));
    this.holidaysByYear.set(year, names);
    return names;
  }
}
