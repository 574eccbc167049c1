import { AccountingDate, type CompanyId } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import type { TaxLaw } from '../domain/tax-law';
import {
  watchThreshold,
  type Supply,
  type ThresholdWatch,
} from '../domain/vat-registration/watch-threshold';

/** Taxable operations of a company, from the VAT ledger. */
export interface Supplies {
  /** Those since a day, in the order of their days, one for each transaction. */
  since(companyId: CompanyId, day: AccountingDate): Promise<readonly Supply[]>;
}

/** How near a company is to the duty to register for VAT, on a day. */
export interface ThresholdWatchView extends ThresholdWatch {
  readonly asOf: AccountingDate;
}

/** Whether a company has to register for VAT. */
export interface VatRegistrationQueries {
  watch(
    context: RequestContext,
    input: { readonly asOf?: AccountingDate | undefined },
  ): Promise<Answer<ThresholdWatchView>>;
}

/** Two periods before the one that ends today: older crossings are not looked for. */
const lookBackMonths = 36;

/** The queries on the parts given. */
export const createVatRegistrationQueries = ({
  law,
  supplies,
}: {
  readonly law: Pick<TaxLaw, 'rules' | 'workingDays'>;
  readonly supplies: Supplies;
}): VatRegistrationQueries => ({
  watch: async ({ companyId, now }, { asOf = AccountingDate.ofInstant(now) }) => {
    const since = AccountingDate.addMonths(asOf, -lookBackMonths);
    const made = await supplies.since(companyId, since);
    return { body: { asOf, ...watchThreshold(law, made, asOf) } };
  },
});
