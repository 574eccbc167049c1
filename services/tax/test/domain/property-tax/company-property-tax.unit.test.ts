import { AccountingDate, Money, Rate } from '@accounting/kernel';
import {
  companyPropertyTax,
  type CompanyProperty,
} from '../../../src/domain/property-tax/company-property-tax';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const taxOf = (opening: string, closing: string, change: Partial<CompanyProperty> = {}) =>
  companyPropertyTax(taxLaw.rules, {
    ...{ opening: Money.of(opening), closing: Money.of(closing), kind: 'company' },
    on: AccountingDate.of('2026-12-31'),
    ...change,
  });

describe('figures: property', () => {
  it('is 1% of the average net book value', () => {
    const { nbv0, nbv1, tax } = figures.property;
    const taxed = taxOf(nbv0, nbv1);
    expect(taxed.tax.toString()).toBe(tax);
    expect(taxed.advance.equals(taxed.tax)).toBe(true);
    expect(taxed.average.toString()).toBe('450000.00');
  });
});

describe('property tax of a company', () => {
  it('is by the rate of the municipality, which cannot be above the highest', () => {
    expect(taxOf('500000', '400000', { rate: Rate.percent('0.8') }).tax.toString()).toBe('3600.00');
    expect(() => taxOf('1', '1', { rate: Rate.percent('1.1') })).toThrow(
      expect.objectContaining({
        code: 'tax.property_tax_rate_too_high',
        details: { rate: '1.1', highest: '1', article: 'Tax Code, article 201 and 202' },
      }) as Error,
    );
  });

  it('is lower for leasing companies', () => {
    expect(taxOf('500000', '400000', { kind: 'leasing_company' }).tax.toString()).toBe('2700.00');
  });
});
