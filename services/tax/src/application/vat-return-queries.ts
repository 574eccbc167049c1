import type { Page, PageRequest } from '@accounting/database';
import { AccountingDate, reject, type AccountingMonth } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { TaxLaw } from '../domain/tax-law';
import { unclassified } from '../domain/vat-ledger/vat-entry';
import { changesBetween } from '../domain/vat-return/compare';
import { vatReturnErrors } from '../domain/vat-return/errors';
import type { VatEntries, VatEntryView, VatReturnVersions } from './vat-ports';
import { versionOf, type FindPresentReturn } from './vat-return-present';
import {
  comparisonView,
  currentReturnView,
  versionView,
  type ComparisonView,
  type CurrentReturnView,
  type ReturnVersionView,
} from './vat-return-views';

interface OfPeriod {
  readonly period: AccountingMonth;
}

/** Looking at the monthly VAT return and at what is behind it. */
export interface VatReturnQueries {
  /** As it would be filed now, and what was generated and submitted of it. */
  read(context: RequestContext, input: OfPeriod): Promise<Answer<CurrentReturnView>>;
  versions(
    context: RequestContext,
    input: OfPeriod,
  ): Promise<Answer<{ readonly versions: readonly ReturnVersionView[] }>>;
  /** What changed from one version to another, or to what it would be now. */
  compare(
    context: RequestContext,
    input: OfPeriod & { readonly from: number; readonly to?: number | undefined },
  ): Promise<Answer<ComparisonView>>;
  /** The entries behind a line, of today or of a submitted version. */
  entries(
    context: RequestContext,
    input: OfPeriod & {
      readonly line?: string | undefined;
      readonly version?: number | undefined;
    },
    page: PageRequest,
  ): Promise<Answer<Page<VatEntryView>>>;
}

interface Dependencies {
  readonly law: TaxLaw;
  readonly entries: VatEntries;
  readonly versions: VatReturnVersions;
  readonly findPresent: FindPresentReturn;
}

/** Refuses a line that the form of a month does not have. */
const requireLine = ({ vatReturnForms }: TaxLaw, period: AccountingMonth, line: string): void => {
  if (line === unclassified) return;
  if (vatReturnForms.of(period).lines.some(({ id }) => id === line)) return;
  throw reject(vatReturnErrors.lineUnknown, { period, line });
};

/** The queries on the parts given. */
export const createVatReturnQueries = ({
  law,
  entries,
  versions,
  findPresent,
}: Dependencies): VatReturnQueries => ({
  read: async ({ companyId, now }, { period }) => {
    const [present, known] = await Promise.all([
      findPresent(companyId, period),
      versions.ofPeriod(companyId, period),
    ]);
    const today = AccountingDate.ofInstant(now);
    return { body: currentReturnView(law, { period, ...present, versions: known, today }) };
  },

  versions: async ({ companyId }, { period }) => {
    const known = await versions.ofPeriod(companyId, period);
    return { body: { versions: known.map((version) => versionView(law, version)) } };
  },

  compare: async ({ companyId }, { period, from, to }) => {
    const known = await versions.ofPeriod(companyId, period);
    const before = versionOf(known, { period, version: from }).figures;
    const after =
      to === undefined
        ? (await findPresent(companyId, period)).figures
        : versionOf(known, { period, version: to }).figures;
    const changes = changesBetween(before, after);
    return { body: comparisonView(law, { period, from, to, changes }) };
  },

  entries: async ({ companyId }, { period, line, version }, page) => {
    if (line !== undefined) requireLine(law, period, line);
    if (version !== undefined) {
      const known = versionOf(await versions.ofPeriod(companyId, period), { period, version });
      if (known.submission === undefined) {
        throw reject(vatReturnErrors.entriesNotKept, { period, version });
      }
    }
    return { body: await entries.list(companyId, { period, line, version }, page) };
  },
});
