import { AccountingDate, AccountingMonth } from '@accounting/kernel';
import type { AppliedRule } from '../rule-set/rule';
import type { TaxLaw } from '../tax-law';

/** When a month's VAT return and payment are due. */
export interface VatDueDate {
  /** The day after the shift over weekends and holidays. */
  readonly dueOn: AccountingDate;
  readonly rules: readonly AppliedRule[];
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * The 15th of the next month, or the next working day; December's is in January. Source: Tax Code
 * of Georgia, articles 168(1) and 3(6).
 */
export const vatDueDate = (
  { rules, workingDays }: Pick<TaxLaw, 'rules' | 'workingDays'>,
  period: AccountingMonth,
): VatDueDate => {
  const next = AccountingMonth.next(period);
  const { value: day, rule } = rules.count('vat.return_day', AccountingMonth.lastDay(period));
  const statutory = AccountingDate.of(`${next}-${twoDigits(day)}`);
  return { dueOn: workingDays.dueOn(statutory), rules: [rule] };
};
