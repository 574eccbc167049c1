import { AccountingDate, Money } from '@accounting/kernel';
import { marginVat } from '../../../src/domain/vat/margin-scheme';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const on = AccountingDate.of('2026-11-22');
const money = Money.of;

describe('figures: vat_margin', () => {
  const { buy, sell, margin, vat } = figures.vat_margin;

  it('is contained in the margin', () => {
    const taxed = marginVat(rules, { bought: money(buy), sold: money(sell), on });
    expect(taxed.margin.equals(money(margin))).toBe(true);
    expect(taxed.vat.toString()).toBe(vat);
  });

  it('is nothing for a sale at a loss', () => {
    const { vat: none } = marginVat(rules, { bought: money(sell), sold: money(buy), on });
    expect(none.toString()).toBe('0.00');
  });

  it.each([
    ['-1.00', '1.00'],
    ['1.00', '-1.00'],
  ])('is refused for prices below zero: %s and %s', (bought, sold) => {
    const act = () => marginVat(rules, { bought: money(bought), sold: money(sold), on });
    expect(act).toThrow(
      expect.objectContaining({ code: 'tax.vat_margin_amount_invalid' }) as Error,
    );
  });
});
