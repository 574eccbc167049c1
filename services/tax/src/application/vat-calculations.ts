import { Money, Rate, reject, type AccountingDate } from '@accounting/kernel';
import { lateReturnFine, understatementFine } from '../domain/late-payment/fines';
import { interestOn } from '../domain/late-payment/interest';
import type { AppliedRule } from '../domain/rule-set/rule';
import type { RuleSet } from '../domain/rule-set/rule-set';
import { vatArticles, vatErrors } from '../domain/vat/errors';
import { fixedAssetAdjustment, type FixedAssetYear } from '../domain/vat/fixed-asset-adjustment';
import { importVat, type ImportCharges } from '../domain/vat/import-vat';
import { marginVat } from '../domain/vat/margin-scheme';
import { partialCredit, type Turnover } from '../domain/vat/partial-credit';
import {
  linesWithVat,
  withStatedVat,
  type PriceBasis,
  type VatAmounts,
  type VatRounding,
} from '../domain/vat/vat-amounts';

/** One line of a document that is to be taxed. */
export interface PricedLine {
  readonly price: Money;
  /** What the document says, to be checked; computed where it is left out. */
  readonly vat?: Money | undefined;
  /** Percentage that the document names, to be checked. */
  readonly rate?: string | undefined;
}

/** A document that is to be taxed. */
export interface PricedDocument {
  readonly on: AccountingDate;
  readonly prices: PriceBasis;
  readonly rounding: VatRounding;
  readonly lines: readonly PricedLine[];
}

/** A document with its VAT; the lines add up to the totals. */
export interface TaxedDocument extends VatAmounts {
  readonly lines: readonly VatAmounts[];
  readonly rules: readonly AppliedRule[];
}

/** What being late or wrong costs. */
export interface LateCosts {
  readonly interest: Money;
  readonly days: number;
  readonly lateReturnFine: Money;
  readonly rules: readonly AppliedRule[];
}

/** Calculations that keep nothing: the same figures as in returns, for whoever asks. */
export interface VatCalculations {
  document(input: PricedDocument): TaxedDocument;
  margin(input: Parameters<typeof marginVat>[1]): ReturnType<typeof marginVat>;
  import(input: ImportCharges & { readonly on: AccountingDate }): ReturnType<typeof importVat>;
  partialCredit(
    input: Turnover & { readonly inputVat: Money; readonly on: AccountingDate },
  ): ReturnType<typeof partialCredit>;
  fixedAssetAdjustment(input: FixedAssetYear): ReturnType<typeof fixedAssetAdjustment>;
  latePayment(input: {
    readonly tax: Money;
    readonly dueOn: AccountingDate;
    readonly paidOn: AccountingDate;
    readonly filedOn: AccountingDate;
  }): LateCosts;
  understatement(
    input: Parameters<typeof understatementFine>[1],
  ): ReturnType<typeof understatementFine>;
}

const requireRate = (named: string | undefined, rate: Rate, field: string): void => {
  if (named === undefined || Rate.percent(named).compare(rate) === 0) return;
  throw reject(vatErrors.rateUnknown, {
    ...{ field, rate: named, inForce: rate.toString(), article: vatArticles.rate },
  });
};

/** Lines as computed, but for those whose document says otherwise within a tetri. */
const linesOf = (
  { prices, rounding, lines }: PricedDocument,
  rate: Rate,
): readonly VatAmounts[] => {
  const computed = linesWithVat(
    lines.map(({ price }) => price),
    ...([prices, rate, rounding] as const),
  );
  return lines.map(({ price, vat, rate: named }, index) => {
    requireRate(named, rate, `lines[${String(index)}].rate`);
    if (vat === undefined) return computed[index] as VatAmounts;
    return withStatedVat(price, prices, rate, { vat, field: `lines[${String(index)}].vat` });
  });
};

/** The calculations by the rules given. */
export const createVatCalculations = (rules: RuleSet): VatCalculations => ({
  document: (input) => {
    const { value: rate, rule } = rules.rate('vat.standard_rate', input.on);
    const lines = linesOf(input, rate);
    return {
      lines,
      net: Money.sum(lines.map(({ net }) => net)),
      vat: Money.sum(lines.map(({ vat }) => vat)),
      gross: Money.sum(lines.map(({ gross }) => gross)),
      rules: [rule],
    };
  },
  margin: (input) => marginVat(rules, input),
  import: ({ on, ...charges }) => importVat(rules, charges, on),
  partialCredit: ({ inputVat, on, ...turnover }) => partialCredit(rules, inputVat, turnover, on),
  fixedAssetAdjustment: (input) => fixedAssetAdjustment(rules, input),
  latePayment: ({ tax, dueOn, paidOn, filedOn }) => {
    const interest = interestOn(rules, tax, { dueOn, paidOn });
    const fine = lateReturnFine(rules, tax, { dueOn, filedOn });
    return {
      ...{ interest: interest.amount, days: interest.days, lateReturnFine: fine.amount },
      rules: [...interest.rules, ...fine.rules],
    };
  },
  understatement: (input) => understatementFine(rules, input),
});
