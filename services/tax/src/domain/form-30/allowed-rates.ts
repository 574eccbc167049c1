import type { Rate } from '@accounting/kernel';
import type { AllowedRate, Form30Law, Residency } from './form-30-law';
import type { PaymentRow } from './payment-row';

const isAmong = <Value>(wanted: readonly Value[] | undefined, value: Value): boolean =>
  wanted === undefined || wanted.includes(value);

const speaksOf = (entry: AllowedRate, row: PaymentRow, residency: Residency): boolean =>
  isAmong(entry.categories, row.category) &&
  isAmong(entry.incomeTypes, row.incomeType) &&
  isAmong(entry.residency && [entry.residency], residency) &&
  isAmong(entry.recipient && [entry.recipient], row.recipient.kind);

/**
 * The rates that may stand in a row; `undefined` where the rules do not know them. An entry that
 * names the category of the recipient goes before one that does not: 15% in a low-tax country, not
 * the 5% of other royalties.
 */
export const allowedRates = (
  { rates }: Form30Law,
  row: PaymentRow,
  residency: Residency,
): readonly Rate[] | undefined => {
  const entries = rates.filter((entry) => speaksOf(entry, row, residency));
  const ofCategory = entries.filter(({ categories }) => categories !== undefined);
  const decisive = ofCategory.length > 0 ? ofCategory : entries;
  if (decisive.length === 0) return undefined;
  return decisive
    .filter(({ from }) => from === undefined || from <= row.paidOn)
    .map(({ rate }) => rate);
};
