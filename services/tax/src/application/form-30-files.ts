import type { AccountingMonth } from '@accounting/kernel';
import { checkedRows } from '../domain/form-30/check-rows';
import type { Form30Law } from '../domain/form-30/form-30-law';
import { form30ImportFile } from '../domain/form-30/import-file';
import type { PaymentRow } from '../domain/form-30/payment-row';

/** The file of a month's payments for the portal. */
export interface Form30File {
  /** Spreadsheet of Excel 2003 as XML text. */
  readonly file: string;
  /** Places of the rows whose rate no rule knows; the portal decides on them. */
  readonly uncheckedRates: readonly number[];
}

/** Makes the file that the portal imports; refuses rows that it would refuse. */
export const createForm30File =
  (law: Form30Law) =>
  (input: {
    readonly month: AccountingMonth;
    readonly rows: readonly PaymentRow[];
  }): Form30File => {
    const rows = checkedRows(law, input.month, input.rows);
    return {
      file: form30ImportFile(law, rows),
      uncheckedRates: rows.flatMap(({ isRateKnown }, index) => (isRateKnown ? [] : [index])),
    };
  };
