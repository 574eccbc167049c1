import { AccountingMonth, reject, type CompanyId } from '@accounting/kernel';
import type { TaxLaw } from '../domain/tax-law';
import { computeReturn } from '../domain/vat-return/compute-return';
import { vatReturnErrors } from '../domain/vat-return/errors';
import type { GeneratedFigures } from '../domain/vat-return/events';
import { figuresAsText } from '../domain/vat-return/figures';
import type { VatEntries, VatReturnVersion } from './vat-ports';

/** What a month's return would be now, and a seal on the entries behind it. */
export interface PresentReturn {
  readonly figures: GeneratedFigures;
  readonly entriesDigest: string;
}

/** Fills the return of a month in from its entries of now. */
export type FindPresentReturn = (
  companyId: CompanyId,
  period: AccountingMonth,
) => Promise<PresentReturn>;

/** Fills returns in by the law given. */
export const createPresentReturn =
  ({ law, entries }: { readonly law: TaxLaw; readonly entries: VatEntries }): FindPresentReturn =>
  async (companyId, period) => {
    const form = law.vatReturnForms.of(period);
    const { value: rate } = law.rules.rate('vat.standard_rate', AccountingMonth.lastDay(period));
    const { sums, entriesDigest } = await entries.month(companyId, period);
    return { figures: figuresAsText(computeReturn(form, rate, sums)), entriesDigest };
  };

/** The version asked for; refuses one that was never generated. */
export const versionOf = (
  versions: readonly VatReturnVersion[],
  { period, version }: { readonly period: AccountingMonth; readonly version: number },
): VatReturnVersion => {
  const found = versions.find((one) => one.version === version);
  if (found === undefined) throw reject(vatReturnErrors.versionUnknown, { period, version });
  return found;
};
