import { AccountingDate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import {
  linesWithVat,
  withStatedVat,
  withVat,
  type VatAmounts,
} from '../../../src/domain/vat/vat-amounts';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { value: rate } = taxLaw.rules.rate('vat.standard_rate', AccountingDate.of('2026-11-22'));
const money = Money.of;
const written = ({ net, vat, gross }: VatAmounts) => ({
  ...{ net: net.toString(), vat: vat.toString(), gross: gross.toString() },
});
const sumOf = (lines: readonly VatAmounts[]) => Money.sum(lines.map(({ vat }) => vat)).toString();

describe('figures: vat_inclusive', () => {
  it.each(figures.vat_inclusive.cases)('$gross contains $vat', ({ gross, vat, net }) => {
    const amounts = written(withVat(money(gross), 'inclusive', rate));
    expect(amounts).toEqual({ net, vat, gross: money(gross).toString() });
  });
});

describe('figures: vat_exclusive', () => {
  it.each(figures.vat_exclusive.cases)('on $net is $vat', ({ net, vat, gross }) => {
    const amounts = written(withVat(money(net), 'exclusive', rate));
    expect(amounts).toEqual({ net: money(net).toString(), vat, gross });
  });
});

describe('figures: vat_line_vs_total', () => {
  const { line, total } = figures.vat_line_vs_total;
  const prices = [money('10.03'), money('10.03'), money('10.03')];

  it('rounds each line', () => {
    const lines = linesWithVat(prices, 'exclusive', rate, 'per_line');
    expect(lines.map(({ vat }) => vat.toString())).toEqual(['1.81', '1.81', '1.81']);
    expect(sumOf(lines)).toBe(line);
  });

  it('or the whole, and the largest line has what is missed', () => {
    const lines = linesWithVat(prices, 'exclusive', rate, 'per_document');
    expect(lines.map(({ vat }) => vat.toString())).toEqual(['1.80', '1.81', '1.81']);
    expect(sumOf(lines)).toBe(total);
  });
});

describe('VAT of the lines of a document', () => {
  const prices = fc.array(
    fc.bigInt(-(10n ** 12n), 10n ** 12n).map((units) => Money.ofMinorUnits(units)),
  );
  const bases = fc.constantFrom('inclusive', 'exclusive');
  const roundings = fc.constantFrom('per_line', 'per_document');

  it('adds up with the net to the gross, on each line', () => {
    fc.assert(
      fc.property(prices, bases, roundings, (list, basis, rounding) => {
        for (const { net, vat, gross } of linesWithVat(list, basis, rate, rounding)) {
          expect(net.plus(vat).equals(gross)).toBe(true);
        }
      }),
    );
  });

  it('is, rounded per document, that of the sum', () => {
    fc.assert(
      fc.property(prices, bases, (list, basis) => {
        const whole = withVat(Money.sum(list), basis, rate).vat.toString();
        expect(sumOf(linesWithVat(list, basis, rate, 'per_document'))).toBe(whole);
      }),
    );
  });

  it('goes to the line farthest from zero, whatever its sign', () => {
    const list = [money('0.03'), money('-10.03'), money('0.03')];
    const lines = linesWithVat(list, 'exclusive', rate, 'per_document');
    expect(lines.map(({ vat }) => vat.toString())).toEqual(['0.01', '-1.81', '0.01']);
    expect(sumOf(lines)).toBe(written(withVat(money('-9.97'), 'exclusive', rate)).vat);
  });
});

describe('VAT that a document states', () => {
  const stated = (vat: string) =>
    withStatedVat(money('100.00'), 'exclusive', rate, { vat: money(vat), field: 'lines[0].vat' });

  it.each(['17.99', '18.00', '18.01'])('may be rounded otherwise: %s on 100.00', (vat) => {
    expect(stated(vat).vat.toString()).toBe(vat);
    expect(stated(vat).gross.equals(money('100.00').plus(money(vat)))).toBe(true);
  });

  it.each(['17.98', '18.02', '0.00', '-18.00'])('is refused when it is not: %s', (vat) => {
    expect(() => stated(vat)).toThrow(
      expect.objectContaining({
        code: 'tax.vat_mismatch',
        details: { stated: vat, expected: '18.00', rate: '18', article: 'Tax Code, article 166' },
        violations: [expect.objectContaining({ field: 'lines[0].vat' })],
      }) as Error,
    );
  });
});
