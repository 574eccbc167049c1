import { AccountingDate, invariant, reject, type Money } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { TaxLaw } from '../tax-law';
import { profitTaxErrors } from './errors';

/** One payment in advance. */
export interface AdvancePayment {
  readonly amount: Money;
  /** After the shift over weekends and holidays. */
  readonly dueOn: AccountingDate;
}

/** What a payer on annual profit pays in advance for a year, and when its return is due. */
export interface AnnualProfitAdvances {
  /** In order; together the tax of the year before. */
  readonly payments: readonly AdvancePayment[];
  /** After the shift; the tax of the year is due with its return. */
  readonly returnDueOn: AccountingDate;
  readonly rules: readonly AppliedRule[];
}

const advanceDays = ['05-15', '07-15', '09-15', '12-15'] as const;
const returnDay = '04-01';

const dayOf = (year: number, monthAndDay: string): AccountingDate =>
  AccountingDate.of(`${String(year).padStart(4, '0')}-${monthAndDay}`);

/**
 * Advances of banks and other payers on annual profit: equal parts of last year's tax on 15 May,
 * July, September and December; the return by 1 April of the next year. Source: Tax Code of
 * Georgia, articles 153, 155 and 3(6); that the parts are equal needs an accountant.
 */
export const annualProfitAdvances = (
  { rules, workingDays }: Pick<TaxLaw, 'rules' | 'workingDays'>,
  { year, taxOfLastYear }: { readonly year: number; readonly taxOfLastYear: Money },
): AnnualProfitAdvances => {
  if (taxOfLastYear.isNegative()) {
    const place = { field: 'taxOfLastYear', article: 'Tax Code, article 155' };
    throw reject(profitTaxErrors.amountNegative, place);
  }
  const { value: count, rule } = rules.count('profit.advance_payments', dayOf(year, '12-31'));
  invariant(count === advanceDays.length, 'every advance payment has its day');
  const amounts = taxOfLastYear.allocate(advanceDays.map(() => 1n));
  return {
    payments: advanceDays.map((day, index) => ({
      amount: amounts[index] as Money,
      dueOn: workingDays.dueOn(dayOf(year, day)),
    })),
    returnDueOn: workingDays.dueOn(dayOf(year + 1, returnDay)),
    rules: [rule],
  };
};
