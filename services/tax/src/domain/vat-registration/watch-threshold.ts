import { AccountingDate, AccountingMonth, Money, type Uuid } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { TaxLaw } from '../tax-law';

/** What one transaction adds to taxable operations; negative for what was taken back. */
export interface Supply {
  readonly date: AccountingDate;
  readonly transactionId: Uuid;
  readonly amount: Money;
}

/** The supply with which the threshold was crossed. VAT is due from it, that supply included. */
export interface ThresholdCrossing {
  readonly on: AccountingDate;
  readonly transactionId: Uuid;
  /** Taxable operations of the twelve months that end with it. */
  readonly total: Money;
  /** Last day to apply for registration. */
  readonly applyBy: AccountingDate;
}

/** How near a company is to the duty to register for VAT. */
export interface ThresholdWatch {
  readonly threshold: Money;
  /** Taxable operations of the twelve months that end today. */
  readonly total: Money;
  /** The first one; there even when the total has fallen since. */
  readonly crossing?: ThresholdCrossing;
  /** The month in which it will be crossed if the last three full months go on so. */
  readonly expectedIn?: AccountingMonth;
  readonly rules: readonly AppliedRule[];
}

const paceMonths = 3;
/** Beyond that a forecast from three months says nothing. */
const forecastMonthsMax = 24;

/** The total of the supplies of a period that ends with each day, kept up as the days pass. */
class RollingTotal {
  private first = 0;
  private sum = Money.zero();

  constructor(
    private readonly supplies: readonly Supply[],
    private readonly months: number,
  ) {}

  /** Adds the supply at a place; the places are asked for in order. */
  add(place: number): Money {
    const { date, amount } = this.supplies[place] as Supply;
    this.sum = this.sum.plus(amount);
    return this.asOf(date);
  }

  /** Leaves out what is no longer in the period that ends on a day. */
  asOf(date: AccountingDate): Money {
    const before = AccountingDate.addMonths(date, -this.months);
    for (; this.first < this.supplies.length; this.first += 1) {
      const supply = this.supplies[this.first] as Supply;
      if (supply.date > before) break;
      this.sum = this.sum.minus(supply.amount);
    }
    return this.sum;
  }
}

const totalBetween = (
  supplies: readonly Supply[],
  after: AccountingDate,
  upTo: AccountingDate,
): Money =>
  Money.sum(
    supplies.filter(({ date }) => after < date && date <= upTo).map(({ amount }) => amount),
  );

/** Average of the last three full months before a day. */
const paceBefore = (supplies: readonly Supply[], today: AccountingDate): Money => {
  const month = AccountingDate.monthOf(today);
  const last = AccountingMonth.lastDay(AccountingMonth.previous(month));
  const before = AccountingMonth.lastDay(AccountingMonth.add(month, -paceMonths - 1));
  return totalBetween(supplies, before, last).proportion(1n, BigInt(paceMonths));
};

/** What is still to come in this month at a pace, beside what it has had. */
const restOfMonth = (supplies: readonly Supply[], today: AccountingDate, pace: Money): Money => {
  const before = AccountingMonth.lastDay(AccountingMonth.previous(AccountingDate.monthOf(today)));
  const rest = pace.minus(totalBetween(supplies, before, today));
  return rest.isPositive() ? rest : Money.zero();
};

/** The month by whose end the period's total passes the threshold at that pace. */
const expectedMonth = (
  supplies: readonly Supply[],
  today: AccountingDate,
  { threshold, months }: { readonly threshold: Money; readonly months: number },
): AccountingMonth | undefined => {
  const pace = paceBefore(supplies, today);
  if (!pace.isPositive()) return undefined;
  const thisMonth = AccountingDate.monthOf(today);
  const rest = restOfMonth(supplies, today, pace);
  for (let ahead = 0; ahead <= forecastMonthsMax; ahead += 1) {
    const month = AccountingMonth.add(thisMonth, ahead);
    const before = AccountingMonth.lastDay(AccountingMonth.add(month, -months));
    const known = totalBetween(supplies, before, today).plus(ahead < months ? rest : Money.zero());
    const expected = Money.ofMinorUnits(pace.minorUnits * BigInt(Math.min(ahead, months)));
    if (known.plus(expected).compare(threshold) > 0) return month;
  }
  return undefined;
};

const crossingOf = (
  { workingDays, rules }: Pick<TaxLaw, 'workingDays' | 'rules'>,
  { date, transactionId }: Supply,
  total: Money,
): ThresholdCrossing => {
  const { value: days } = rules.count('vat.registration_working_days', date);
  return { on: date, transactionId, total, applyBy: workingDays.add(date, days) };
};

/**
 * Follows a company's taxable operations up to today: the supply with which those of any twelve
 * months in a row exceeded the threshold, and the day until which it has to apply, which is two
 * working days later. `supplies` are in the order of their days. Source: Tax Code of Georgia,
 * article 165(1)–(2); which operations count is in 165(7), and needs an accountant.
 */
export const watchThreshold = (
  law: Pick<TaxLaw, 'workingDays' | 'rules'>,
  supplies: readonly Supply[],
  today: AccountingDate,
): ThresholdWatch => {
  const { value: threshold, rule } = law.rules.amount('vat.registration_threshold', today);
  const { value: months, rule: period } = law.rules.count('vat.registration_months', today);
  const past = supplies.filter(({ date }) => date <= today);
  const rolling = new RollingTotal(past, months);
  let crossing: ThresholdCrossing | undefined;
  past.forEach((supply, place) => {
    const total = rolling.add(place);
    if (crossing === undefined && total.compare(threshold) > 0) {
      crossing = crossingOf(law, supply, total);
    }
  });
  const total = rolling.asOf(today);
  const expectedIn = crossing ? undefined : expectedMonth(past, today, { threshold, months });
  const rules = [rule, period];
  return {
    threshold,
    total,
    rules,
    ...(crossing && { crossing }),
    ...(expectedIn && { expectedIn }),
  };
};
