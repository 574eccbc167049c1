import { AccountingDate, AccountingMonth, invariant } from '@accounting/kernel';
import type { WorkingDays } from '../calendar/working-days';
import type { AppliedRule, LegalBasis, LocalizedText } from '../rule-set/rule';

/** What a taxpayer is or has, on which duties depend. */
export type TaxpayerTrait =
  | 'company'
  | 'vat_payer'
  | 'distributed_profit'
  | 'annual_profit'
  | 'free_zone'
  | 'small_business'
  | 'micro_business'
  | 'individual_on_general_regime'
  | 'employer'
  | 'employer_of_car_users'
  | 'withholding_agent'
  | 'excise_payer'
  | 'property_owner'
  | 'land_owner';

/** When a duty is due: on a day of the next month, or of the period's year or a later one. */
export type DutyTiming =
  | { readonly every: 'month'; readonly day: number }
  | {
      readonly every: 'year';
      readonly month: number;
      readonly day: number;
      readonly yearsAfter: number;
    };

/** Something that has to be done again and again. */
export interface Duty extends LegalBasis {
  readonly id: string;
  readonly name: LocalizedText;
  readonly kind: 'return' | 'payment' | 'return_and_payment' | 'notice';
  /** It concerns who has any of these. */
  readonly concerns: readonly TaxpayerTrait[];
  readonly due: DutyTiming;
}

/** A duty for one period. */
export interface DutyOfPeriod {
  readonly duty: Duty;
  /** A month, `2026-11`, or a calendar year, `2026`. */
  readonly period: string;
  /** The day that the law names. */
  readonly statutoryDate: AccountingDate;
  /** That day, or the next working day. */
  readonly dueOn: AccountingDate;
}

/** A day off may move a date by so many days at most. */
const shiftDaysMax = 31;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const fourDigits = (value: number): string => String(value).padStart(4, '0');

const ofMonth = (month: AccountingMonth, day: number): AccountingDate =>
  AccountingDate.of(`${AccountingMonth.next(month)}-${twoDigits(day)}`);

const monthsBetween = (from: AccountingMonth, to: AccountingMonth): readonly AccountingMonth[] => {
  const months: AccountingMonth[] = [];
  for (let month = from; month <= to; month = AccountingMonth.next(month)) months.push(month);
  return months;
};

/** Every period whose date may lie between two days, with that date. */
const datesOf = (
  { due }: Duty,
  from: AccountingDate,
  to: AccountingDate,
): readonly (readonly [string, AccountingDate])[] => {
  if (due.every === 'month') {
    const first = AccountingMonth.previous(AccountingDate.monthOf(from));
    const months = monthsBetween(first, AccountingDate.monthOf(to));
    return months.map((month) => [month, ofMonth(month, due.day)] as const);
  }
  const first = AccountingDate.yearOf(from) - due.yearsAfter;
  const count = AccountingDate.yearOf(to) - AccountingDate.yearOf(from) + 1;
  return Array.from({ length: count }, (_, index) => {
    const year = first + index;
    const dueYear = fourDigits(year + due.yearsAfter);
    const date = AccountingDate.of(`${dueYear}-${twoDigits(due.month)}-${twoDigits(due.day)}`);
    return [fourDigits(year), date] as const;
  });
};

type MonthlyDuty = Duty & { readonly due: { readonly every: 'month' } };

/** The duties of the tax law. Immutable. */
export class Duties {
  private readonly vatReturn: MonthlyDuty;

  /** Throws when two have one name, or the monthly VAT return is not among them. */
  constructor(readonly all: readonly Duty[]) {
    const ids = new Set(all.map(({ id }) => id));
    invariant(ids.size === all.length, 'every duty has an id of its own');
    const vatReturn = all.find(({ id }) => id === 'vat.return');
    invariant(vatReturn?.due.every === 'month', 'vat.return is a duty of every month');
    this.vatReturn = vatReturn as MonthlyDuty;
  }

  /**
   * When the VAT return and payment of a month are due: the 15th of the next month, or the next
   * working day; December's is in January. Source: Tax Code of Georgia, articles 168(1) and 3(6).
   */
  vatReturnOf(
    month: AccountingMonth,
    workingDays: WorkingDays,
  ): { readonly dueOn: AccountingDate; readonly rule: AppliedRule } {
    const { id, article, status, due } = this.vatReturn;
    const rule = { id, article, status, value: String(due.day) };
    return { dueOn: workingDays.dueOn(ofMonth(month, due.day)), rule };
  }

  /**
   * What is due between two days, both included, for a taxpayer with these traits, in the order of
   * the days. Source of the shift over days off: Tax Code of Georgia, article 3(6).
   */
  between(
    traits: ReadonlySet<TaxpayerTrait>,
    { from, to }: { readonly from: AccountingDate; readonly to: AccountingDate },
    workingDays: WorkingDays,
  ): readonly DutyOfPeriod[] {
    // What was due before the first day may have moved into the time asked for.
    const earliest = AccountingDate.addDays(from, -shiftDaysMax);
    return this.all
      .filter(({ concerns }) => concerns.some((trait) => traits.has(trait)))
      .flatMap((duty) =>
        datesOf(duty, earliest, to).map(([period, statutoryDate]) => ({
          ...{ duty, period, statutoryDate, dueOn: workingDays.dueOn(statutoryDate) },
        })),
      )
      .filter(({ dueOn }) => from <= dueOn && dueOn <= to)
      .sort((one, other) => (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : 0));
  }
}
