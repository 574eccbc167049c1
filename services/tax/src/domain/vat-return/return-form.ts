import { AccountingMonth, invariant, reject, type AccountingDate } from '@accounting/kernel';
import type { LegalBasis, LocalizedText } from '../rule-set/rule';
import { vatReturnErrors } from './errors';

/** I: operations and their VAT; II: reverse charge; III: input VAT. */
export type ReturnPart = 'I' | 'II' | 'III';

/**
 * How the VAT of a line comes about: `taxed` is the rate times the base, as the form itself
 * computes it; `margin` and `input` are what the documents say; exempt lines have a base only.
 */
export type LineTaxation =
  'taxed' | 'margin' | 'exempt_with_credit' | 'exempt_without_credit' | 'input' | 'total';

/** A line as the Revenue Service lays it out. */
export interface ReturnFormLine {
  /** Part and code, written without superscripts: `I.14.1` is code 14¹ of part I. */
  readonly id: string;
  readonly part: ReturnPart;
  /** The code that is printed: `14¹`. */
  readonly code: string;
  readonly taxation: LineTaxation;
  readonly name: LocalizedText;
  readonly article?: string | undefined;
}

/** The layout of the VAT return and the months for which it is valid. */
export interface ReturnForm extends LegalBasis {
  readonly id: string;
  /** First day of the first month. */
  readonly from: AccountingDate;
  /** Last day of the last month; left out while no other form has replaced it. */
  readonly until?: AccountingDate | undefined;
  readonly lines: readonly ReturnFormLine[];
}

/** The lines that the code itself books to; every form has them. */
const requiredLines: readonly string[] = [
  ...['I.1', 'I.2', 'I.8', 'I.15', 'II.1', 'II.4', 'III.1', 'III.2', 'III.4', 'III.9'],
];

/** All forms that were ever valid, so that an old month is amended on the form of its time. */
export class ReturnForms {
  /** Throws when a form lacks a line that the code books to, or two forms share a day. */
  constructor(readonly forms: readonly ReturnForm[]) {
    for (const { id, lines } of forms) {
      const ids = new Set(lines.map((line) => line.id));
      invariant(ids.size === lines.length, `every line of ${id} has an id of its own`);
      for (const line of requiredLines) invariant(ids.has(line), `${id} has line ${line}`);
    }
    const sorted = [...forms].sort((one, other) => (one.from < other.from ? -1 : 1));
    sorted.forEach(({ id, until }, index) => {
      const next = sorted[index + 1];
      invariant(
        next === undefined || (until !== undefined && until < next.from),
        `${id} ends before the next form begins`,
      );
    });
  }

  /**
   * The form for the return of a month, amended ones included. Source: Order 996, article 76.
   * Refuses a month for which there is none.
   */
  of(month: AccountingMonth): ReturnForm {
    const day = AccountingMonth.lastDay(month);
    const form = this.forms.find(
      ({ from, until }) => from <= day && (until === undefined || day <= until),
    );
    if (form === undefined) throw reject(vatReturnErrors.noForm, { period: month });
    return form;
  }
}
