import { AccountingDate, Money } from '@accounting/kernel';
import { annualProfitTax, taxDepreciation } from '../../../src/domain/profit-tax/annual-profit';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const on = AccountingDate.of('2026-12-31');
const money = Money.of;

describe('figures: tax_depr', () => {
  it('is a fifth of the balance of group 2', () => {
    const { balance, depr, close } = figures.tax_depr;
    const depreciated = taxDepreciation(rules, {
      ...{ group: 2, opening: money('10000'), additions: money('5000'), on },
      proceeds: money('2000'),
    });
    expect(depreciated.base.equals(money(balance))).toBe(true);
    expect(depreciated.depreciation.toString()).toBe(depr);
    expect(depreciated.closing.toString()).toBe(close);
    expect(depreciated.rules[0]?.status).toBe('needs_accountant');
  });
});

describe('tax depreciation', () => {
  it.each([
    [1, '20.00'],
    [3, '8.00'],
    [4, '5.00'],
    [5, '15.00'],
  ] as const)('of 100.00 in group %i is %s', (group, expected) => {
    const zero = Money.zero();
    const { depreciation } = taxDepreciation(rules, {
      ...{ group, opening: money('100'), additions: zero, proceeds: zero, on },
    });
    expect(depreciation.toString()).toBe(expected);
  });

  it('is nothing where more was sold than was there', () => {
    const { base } = taxDepreciation(rules, {
      ...{ group: 1, opening: money('100'), additions: Money.zero(), proceeds: money('101'), on },
    });
    expect(base.isZero()).toBe(true);
  });
});

describe('tax on a year’s profit', () => {
  const taxOf = (income: string, deductions: string, day = on) =>
    annualProfitTax(rules, { income: money(income), deductions: money(deductions), on: day });

  it('is 20% since 2023', () => {
    expect(taxOf('1000', '400').tax.toString()).toBe('120.00');
    expect(() => taxOf('1000', '400', AccountingDate.of('2022-12-31'))).toThrow('No rule');
  });

  it('is nothing for a loss', () => {
    expect(taxOf('400', '1000')).toMatchObject({ tax: Money.zero(), taxableProfit: Money.zero() });
  });
});
