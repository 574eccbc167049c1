import { AccountingDate, AccountingMonth, Money } from '@accounting/kernel';
import fc from 'fast-check';
import { changesBetween } from '../../../src/domain/vat-return/compare';
import { computeReturn, type LineSum } from '../../../src/domain/vat-return/compute-return';
import { figuresAsText } from '../../../src/domain/vat-return/figures';
import { ReturnForms, type ReturnForm } from '../../../src/domain/vat-return/return-form';
import { taxLaw } from '../../tax-law';

const month = AccountingMonth.of('2026-03');
const form = taxLaw.vatReturnForms.of(month);
const { value: rate } = taxLaw.rules.rate('vat.standard_rate', AccountingDate.of('2026-03-31'));

const sum = (line: string, base: string, vat: string, column?: LineSum['column']): LineSum => ({
  ...{ line, base: Money.of(base), vat: Money.of(vat), entryCount: 1, column },
});
const figuresOf = (...sums: readonly LineSum[]) => figuresAsText(computeReturn(form, rate, sums));
const lineOf = (figures: ReturnType<typeof figuresOf>, id: string) =>
  figures.lines.find((line) => line.id === id);

describe('the form of the VAT return', () => {
  it('has the lines of the Revenue Service in their order', () => {
    const codes = form.lines.map(({ part, code }) => `${part}.${code}`);
    expect(codes).toEqual([
      ...['I.1', 'I.1¹', 'I.2', 'I.3', 'I.4', 'I.5', 'I.6', 'I.6¹', 'I.7', 'I.7¹', 'I.8'],
      ...['I.9', 'I.10', 'I.11', 'I.12', 'I.13', 'I.14', 'I.14¹', 'I.14²', 'I.14³', 'I.15'],
      ...['II.1', 'II.2', 'II.3', 'II.4'],
      ...['III.1', 'III.2', 'III.3', 'III.4', 'III.4¹', 'III.5', 'III.6', 'III.6¹', 'III.7'],
      ...['III.8', 'III.9'],
    ]);
  });

  it('is that of the month, however late its return is amended', () => {
    const next: ReturnForm = { ...form, id: 'next', from: AccountingDate.of('2027-01-01') };
    const ended: ReturnForm = { ...form, until: AccountingDate.of('2026-12-31') };
    const forms = new ReturnForms([next, ended]);
    expect(forms.of(month).id).toBe('vat-return-2021');
    expect(forms.of(AccountingMonth.of('2027-01')).id).toBe('next');
    expect(() => new ReturnForms([next, form])).toThrow('ends before the next form begins');
    const overlapping = { ...form, until: next.from };
    expect(() => new ReturnForms([overlapping, next])).toThrow('ends before the next form begins');
  });

  it('is refused for a month before there was one', () => {
    expect(() => taxLaw.vatReturnForms.of(AccountingMonth.of('2020-12'))).toThrow('no form');
  });

  it('has every line once, and those that are booked to', () => {
    const [line] = form.lines;
    const doubled = { ...form, lines: [...form.lines, line] } as ReturnForm;
    expect(() => new ReturnForms([doubled])).toThrow('an id of its own');
    const without = { ...form, lines: form.lines.filter(({ id }) => id !== 'I.1') };
    expect(() => new ReturnForms([without])).toThrow('has line I.1');
  });
});

describe('a month’s figures', () => {
  it('are zero on every line of a nil return', () => {
    const figures = figuresOf();
    expect(figures.lines).toHaveLength(form.lines.length);
    expect(new Set(figures.lines.flatMap(({ base, vat }) => [base, vat]))).toEqual(
      new Set(['0.00']),
    );
    expect(figures).toMatchObject({ payable: '0.00', unclassified: '0.00', entryCount: 0 });
  });

  it('add up to what is to be paid: I.15 + II.4 − III.9', () => {
    const figures = figuresOf(
      sum('I.1', '10000.00', '1800.00'),
      sum('I.14', '5000.00', '0.00'),
      sum('II.1', '1000.00', '180.00'),
      sum('III.1', '5000.00', '900.00', 'goods_services'),
      sum('III.1', '1000.00', '180.00', 'fixed_assets'),
      sum('III.4', '1000.00', '180.00', 'goods_services'),
    );
    expect(figures).toMatchObject({
      ...{ outputVat: '1800.00', reverseChargeVat: '180.00', inputVat: '1260.00' },
      ...{ payable: '720.00', entryCount: 6 },
    });
    expect(lineOf(figures, 'I.15')).toMatchObject({ base: '15000.00', vat: '1800.00' });
    expect(lineOf(figures, 'II.4')).toMatchObject({ base: '1000.00', vat: '180.00' });
    expect(lineOf(figures, 'III.1')).toMatchObject({
      ...{ vat: '1080.00', goodsAndServices: '900.00', fixedAssets: '180.00' },
    });
    expect(lineOf(figures, 'III.9')).toMatchObject({
      ...{ vat: '1260.00', goodsAndServices: '1080.00', fixedAssets: '180.00' },
    });
  });

  it('have the VAT that the form computes, and show what the entries miss', () => {
    const figures = figuresOf(sum('I.1', '30.09', '5.43'), sum('I.1.1', '1000.00', '180.00'));
    expect(lineOf(figures, 'I.1')).toMatchObject({ vat: '5.42', vatOfEntries: '5.43' });
    expect(lineOf(figures, 'I.1.1')).toMatchObject({ vat: '180.00', vatOfEntries: '180.00' });
    expect(figures.outputVat).toBe('185.42');
  });

  it('may be in the payer’s favour', () => {
    const figures = figuresOf(sum('III.2', '11200.00', '2016.00', 'goods_services'));
    expect(figures.payable).toBe('-2016.00');
  });

  it('leave out turnover of which nobody has said how it is taxed, and say so', () => {
    const figures = figuresOf(sum('unclassified', '500.00', '0.00'));
    expect(figures).toMatchObject({ unclassified: '500.00', outputVat: '0.00', entryCount: 1 });
    expect(lineOf(figures, 'I.15')).toMatchObject({ base: '0.00' });
  });

  it('lose no entry, whatever line it is on', () => {
    const lines = [...form.lines.filter(({ taxation }) => taxation !== 'total')];
    const anyLine = fc.constantFrom(...lines.map(({ id }) => id), 'unclassified');
    const sums = fc.array(
      fc.tuple(anyLine, fc.bigInt(-(10n ** 12n), 10n ** 12n)).map(([line, units]) => ({
        ...{ line, base: Money.ofMinorUnits(units), vat: Money.zero(), entryCount: 1 },
      })),
    );
    fc.assert(
      fc.property(sums, (list) => {
        const figures = computeReturn(form, rate, list);
        const totals = figures.lines.filter(({ id }) => ['I.15', 'II.4', 'III.9'].includes(id));
        const counted = Money.sum([...totals.map(({ base }) => base), figures.unclassified]);
        expect(counted.equals(Money.sum(list.map(({ base }) => base)))).toBe(true);
        expect(figures.entryCount).toBe(list.length);
      }),
    );
  });
});

describe('two sets of figures', () => {
  const before = figuresOf(sum('I.1', '10000.00', '1800.00'), sum('unclassified', '1.00', '0.00'));

  it('differ in the lines that changed', () => {
    const after = figuresOf(
      sum('I.1', '11000.00', '1980.00'),
      sum('III.1', '500.00', '90.00', 'goods_services'),
    );
    const changes = changesBetween(before, after);
    expect(changes.lines.map(({ id }) => id)).toEqual(['I.1', 'I.15', 'III.1', 'III.9']);
    expect(changes.lines[0]).toEqual({
      ...{ id: 'I.1', baseBefore: '10000.00', baseAfter: '11000.00' },
      ...{ vatBefore: '1800.00', vatAfter: '1980.00', vatDifference: '180.00' },
    });
    expect(changes).toMatchObject({
      ...{ payableBefore: '1800.00', payableAfter: '1890.00', payableDifference: '90.00' },
      unclassifiedDifference: '-1.00',
    });
  });

  it('do not differ from themselves', () => {
    expect(changesBetween(before, before)).toMatchObject({ lines: [], payableDifference: '0.00' });
  });

  it('may have other lines, when the form has changed', () => {
    const [line] = before.lines;
    const short = { ...before, lines: line === undefined ? [] : [line] };
    const none = { ...before, lines: [] };
    expect(changesBetween(none, short).lines).toMatchObject([{ baseBefore: '0.00' }]);
    expect(changesBetween(short, none).lines).toMatchObject([{ baseAfter: '0.00' }]);
  });
});
