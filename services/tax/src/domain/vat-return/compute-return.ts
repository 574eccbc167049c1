import { Money, type Rate } from '@accounting/kernel';
import type { InputColumn } from '../vat-ledger/vat-entry';
import type { ReturnForm, ReturnFormLine, ReturnPart } from './return-form';

/** What the entries of a month add up to on one line, in one column. */
export interface LineSum {
  /** Line of the form, or `unclassified`. */
  readonly line: string;
  /** Of part III only. */
  readonly column?: InputColumn | undefined;
  readonly base: Money;
  readonly vat: Money;
  readonly entryCount: number;
}

/** One line of a return, filled in. */
export interface ReturnLine {
  /** Line of the form: `I.14.1`. */
  readonly id: string;
  readonly base: Money;
  /** As the form has it: the rate times the base where it computes that itself. */
  readonly vat: Money;
  /** The part of `vat` for goods and services; of part III only. */
  readonly goodsAndServices?: Money;
  /** The part of `vat` for fixed assets; of part III only. */
  readonly fixedAssets?: Money;
  /** What the entries say; differs from `vat` by what their rounding misses. */
  readonly vatOfEntries: Money;
  readonly entryCount: number;
}

/** A return, filled in: every line of its form in its order. */
export interface VatReturnFigures {
  readonly lines: readonly ReturnLine[];
  /** VAT of part I, line 15. */
  readonly outputVat: Money;
  /** VAT of part II, line 4. */
  readonly reverseChargeVat: Money;
  /** VAT of part III, line 9. */
  readonly inputVat: Money;
  /** What is to be paid: I.15 + II.4 − III.9; below zero it is in the payer's favour. */
  readonly payable: Money;
  /** Turnover of which nobody has said how it is taxed. It is in no line. */
  readonly unclassified: Money;
  /** Entries behind all of it. */
  readonly entryCount: number;
}

const zero = Money.zero();

const sumOf = (sums: readonly LineSum[], amount: (sum: LineSum) => Money): Money =>
  Money.sum(sums.map(amount));

const vatOfLine = ({ taxation }: ReturnFormLine, base: Money, stated: Money, rate: Rate): Money => {
  switch (taxation) {
    case 'taxed':
      return rate.ofNet(base);
    case 'exempt_with_credit':
    case 'exempt_without_credit':
      return zero;
    case 'margin':
    case 'input':
    case 'total':
      return stated;
  }
};

const filledLine = (line: ReturnFormLine, sums: readonly LineSum[], rate: Rate): ReturnLine => {
  const own = sums.filter((sum) => sum.line === line.id);
  const base = sumOf(own, (sum) => sum.base);
  const vatOfEntries = sumOf(own, ({ vat }) => vat);
  const filled = {
    ...{ id: line.id, base, vat: vatOfLine(line, base, vatOfEntries, rate), vatOfEntries },
    entryCount: own.reduce((count, sum) => count + sum.entryCount, 0),
  };
  if (line.part !== 'III') return filled;
  const fixedAssets = sumOf(
    own.filter(({ column }) => column === 'fixed_assets'),
    ({ vat }) => vat,
  );
  return { ...filled, goodsAndServices: filled.vat.minus(fixedAssets), fixedAssets };
};

/** The total of a part; which of its lines that is, the form says. */
const totalOf = (part: ReturnPart, lines: readonly ReturnLine[]): Omit<ReturnLine, 'id'> => {
  const add = (amount: (line: ReturnLine) => Money): Money => Money.sum(lines.map(amount));
  return {
    base: add(({ base }) => base),
    vat: add(({ vat }) => vat),
    ...(part === 'III' && {
      goodsAndServices: add(({ goodsAndServices }) => goodsAndServices as Money),
      fixedAssets: add(({ fixedAssets }) => fixedAssets as Money),
    }),
    vatOfEntries: add(({ vatOfEntries }) => vatOfEntries),
    entryCount: lines.reduce((count, line) => count + line.entryCount, 0),
  };
};

/** A part with all its lines; the total is where the form has it. */
const filledPart = (
  form: ReturnForm,
  part: ReturnPart,
  sums: readonly LineSum[],
  rate: Rate,
): { readonly lines: readonly ReturnLine[]; readonly total: Omit<ReturnLine, 'id'> } => {
  const ofPart = form.lines.filter((line) => line.part === part);
  const filled = ofPart
    .filter(({ taxation }) => taxation !== 'total')
    .map((line) => filledLine(line, sums, rate));
  const byId = new Map(filled.map((line) => [line.id, line]));
  const total = totalOf(part, filled);
  const lines = ofPart.map((line) => byId.get(line.id) ?? { ...total, id: line.id });
  return { lines, total };
};

/**
 * Fills a form in from what the entries of its month add up to. `rate` is the standard rate of the
 * month. Source: Tax Code of Georgia, article 168; Order 996, annex "a" of the VAT return.
 */
export const computeReturn = (
  form: ReturnForm,
  rate: Rate,
  sums: readonly LineSum[],
): VatReturnFigures => {
  const [operations, reverseCharge, input] = [
    filledPart(form, 'I', sums, rate),
    filledPart(form, 'II', sums, rate),
    filledPart(form, 'III', sums, rate),
  ];
  const isOnForm = new Set(form.lines.map(({ id }) => id));
  const { vat: outputVat } = operations.total;
  const { vat: reverseChargeVat } = reverseCharge.total;
  const { vat: inputVat } = input.total;
  return {
    lines: [...operations.lines, ...reverseCharge.lines, ...input.lines],
    ...{ outputVat, reverseChargeVat, inputVat },
    payable: outputVat.plus(reverseChargeVat).minus(inputVat),
    unclassified: sumOf(
      sums.filter(({ line }) => !isOnForm.has(line)),
      ({ base }) => base,
    ),
    entryCount: sums.reduce((count, sum) => count + sum.entryCount, 0),
  };
};
