import { AccountingDate, Money } from '@accounting/kernel';
import {
  smallBusinessTax,
  type SmallBusinessMonth,
} from '../../../src/domain/small-business/small-business-tax';
import { taxLaw } from '../../tax-law';

const taxOf = (
  income: string,
  incomeBefore: string,
  activity: SmallBusinessMonth['activity'] = 'ordinary',
) =>
  smallBusinessTax(taxLaw.rules, {
    ...{ income: Money.of(income), incomeBefore: Money.of(incomeBefore), activity },
    on: AccountingDate.of('2026-09-30'),
  });

describe('the tax of a small business', () => {
  it.each([
    ['40000', '0', '400.00', false],
    ['20000', '480000', '200.00', false],
    ['30000', '480000', '900.00', true],
    ['100', '600000', '3.00', true],
  ])('on %s after %s is %s', (income, before, tax, isAboveLimit) => {
    const taxed = taxOf(income, before);
    expect(taxed.tax.toString()).toBe(tax);
    expect(taxed.isAboveLimit).toBe(isAboveLimit);
    expect(taxed.rate.toString()).toBe(isAboveLimit ? '3' : '1');
  });

  it('has a higher limit for wine and agritourism', () => {
    expect(taxOf('30000', '480000', 'wine_or_agritourism').tax.toString()).toBe('300.00');
    expect(taxOf('30000', '680000', 'wine_or_agritourism').tax.toString()).toBe('900.00');
  });
});
