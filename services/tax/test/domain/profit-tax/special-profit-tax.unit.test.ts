import { AccountingDate, Money } from '@accounting/kernel';
import {
  specialProfitTax,
  type SpecialBase,
} from '../../../src/domain/profit-tax/special-profit-tax';
import { taxLaw } from '../../tax-law';

const taxOf = (base: SpecialBase, amount: string) =>
  specialProfitTax(taxLaw.rules, {
    ...{ base, amount: Money.of(amount) },
    on: AccountingDate.of('2026-11-22'),
  });

describe('tax on what takes the place of profit', () => {
  it.each<[SpecialBase, string]>([
    ['bets', '70.00'],
    ['gaming_revenue', '200.00'],
    ['free_zone_dealings', '40.00'],
  ])('of %s of 1,000.00 is %s', (base, tax) => {
    const result = taxOf(base, '1000.00');
    expect(result.tax.toString()).toBe(tax);
    expect(result.rules).toHaveLength(1);
  });

  it('is not of an amount below zero', () => {
    expect(() => taxOf('bets', '-0.01')).toThrow(
      expect.objectContaining({
        code: 'tax.profit_tax_amount_negative',
        details: { article: 'Tax Code, article 98(5)–(6) and 309(16)' },
      }) as Error,
    );
  });
});
