import { Money } from '@accounting/kernel';
import type { GeneratedFigures, GeneratedLine } from './events';

/** What changed on one line between two sets of figures; amounts are decimal text in GEL. */
export interface LineChange {
  readonly id: string;
  readonly baseBefore: string;
  readonly baseAfter: string;
  readonly vatBefore: string;
  readonly vatAfter: string;
  readonly vatDifference: string;
}

/** What changed between two sets of figures of one month. */
export interface FigureChanges {
  /** Only lines that changed, in the order of the form. */
  readonly lines: readonly LineChange[];
  readonly payableBefore: string;
  readonly payableAfter: string;
  /** Positive when more is to be paid. */
  readonly payableDifference: string;
  readonly unclassifiedDifference: string;
}

const difference = (before: string, after: string): string =>
  Money.of(after).minus(Money.of(before)).toString();

const nothing = { base: '0.00', vat: '0.00' };

const changeOf = (
  id: string,
  before: Pick<GeneratedLine, 'base' | 'vat'> = nothing,
  after: Pick<GeneratedLine, 'base' | 'vat'> = nothing,
): LineChange => ({
  id,
  baseBefore: before.base,
  baseAfter: after.base,
  vatBefore: before.vat,
  vatAfter: after.vat,
  vatDifference: difference(before.vat, after.vat),
});

/** Compares two sets of figures of one month, line by line. */
export const changesBetween = (
  before: GeneratedFigures,
  after: GeneratedFigures,
): FigureChanges => {
  const linesBefore = new Map(before.lines.map((line) => [line.id, line]));
  const linesAfter = new Map(after.lines.map((line) => [line.id, line]));
  const ids = [...new Set([...linesAfter.keys(), ...linesBefore.keys()])];
  return {
    lines: ids
      .map((id) => changeOf(id, linesBefore.get(id), linesAfter.get(id)))
      .filter(
        ({ baseBefore, baseAfter, vatBefore, vatAfter }) =>
          baseBefore !== baseAfter || vatBefore !== vatAfter,
      ),
    payableBefore: before.payable,
    payableAfter: after.payable,
    payableDifference: difference(before.payable, after.payable),
    unclassifiedDifference: difference(before.unclassified, after.unclassified),
  };
};
