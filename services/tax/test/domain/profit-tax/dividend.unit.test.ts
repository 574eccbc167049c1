import { AccountingDate, Money } from '@accounting/kernel';
import { dividendTaxes, type DividendRecipient } from '../../../src/domain/profit-tax/dividend';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const taxesOf = (dividend: string, recipient: DividendRecipient = 'individual_or_non_resident') =>
  dividendTaxes(taxLaw.rules, {
    ...{ dividend: Money.of(dividend), payer: 'company', recipient },
    on: AccountingDate.of('2026-11-22'),
  });

describe('figures: cit_dividend', () => {
  it('a dividend costs the company 15/85 and its owner 5%', () => {
    const { net, cit, wht, paid } = figures.cit_dividend;
    const taxes = taxesOf(net);
    expect(taxes.profitTax.toString()).toBe(cit);
    expect(taxes.withheld.toString()).toBe(wht);
    expect(taxes.paidOut.toString()).toBe(paid);
  });
});

describe('figures: cit_wizard_850', () => {
  it('a dividend of 850 leaves 807.50', () => {
    const { cit, wht, paid } = figures.cit_wizard_850;
    const taxes = taxesOf('850.00');
    expect(taxes.profitTax.toString()).toBe(cit);
    expect(taxes.withheld.toString()).toBe(wht);
    expect(taxes.paidOut.toString()).toBe(paid);
    expect(taxes.rules.map(({ id }) => id)).toEqual(['profit.rate', 'withholding.dividend_rate']);
  });
});

describe('a dividend', () => {
  it('to a Georgian enterprise is not taxed', () => {
    const taxes = taxesOf('850.00', 'georgian_enterprise');
    expect(taxes.paidOut.toString()).toBe('850.00');
    expect(taxes.profitTax.isZero() && taxes.withheld.isZero()).toBe(true);
  });

  it('is not below zero', () => {
    expect(() => taxesOf('-1.00')).toThrow('not below zero');
  });
});
