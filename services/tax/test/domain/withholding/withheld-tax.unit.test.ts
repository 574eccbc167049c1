import { AccountingDate, Money, Rate } from '@accounting/kernel';
import fc from 'fast-check';
import {
  withheldTax,
  type WithholdingCase,
  type WithholdingPayment,
} from '../../../src/domain/withholding/withheld-tax';
import { taxLaw } from '../../tax-law';

const withheld = (amount: string, change: Partial<WithholdingPayment> = {}) =>
  withheldTax(taxLaw.rules, {
    ...{ case: 'non_resident_services', amount: Money.of(amount), amountIs: 'gross' },
    on: AccountingDate.of('2026-11-22'),
    ...change,
  });

describe('what is withheld from a payment', () => {
  it.each<[WithholdingCase, string]>([
    ['dividend', '50.00'],
    ['interest', '50.00'],
    ['resident_royalty', '200.00'],
    ['resident_services', '200.00'],
    ['residential_rent', '50.00'],
    ['non_resident_royalty', '50.00'],
    ['non_resident_transport', '100.00'],
    ['non_resident_oil_gas', '40.00'],
    ['non_resident_services', '100.00'],
    ['non_resident_insurance_or_leasing', '0.00'],
    ['non_resident_individual', '200.00'],
    ['low_tax_country', '150.00'],
  ])('of 1,000.00 for %s is %s', (of, tax) => {
    const result = withheld('1000.00', { case: of });
    expect(result.tax.toString()).toBe(tax);
    expect(result.rules).toHaveLength(1);
  });

  it('is grossed up where the payment is net of tax', () => {
    const result = withheld('900.00', { amountIs: 'net' });
    expect(result.gross.toString()).toBe('1000.00');
    expect(result.tax.toString()).toBe('100.00');
  });

  it('is that of a treaty where it is lower, and the relief is shown', () => {
    const treatyOf = (rate: string) => ({ name: 'Example', rate: Rate.percent(rate) });
    const result = withheld('1000.00', { treaty: treatyOf('5') });
    expect(result).toMatchObject({ tax: Money.of('50.00'), treatyRelief: Money.of('50.00') });
    expect(result.treaty).toBe('Example');
    for (const rate of ['10', '15']) {
      const other = withheld('1000.00', { treaty: treatyOf(rate) });
      expect(other).toMatchObject({ tax: Money.of('100.00'), treatyRelief: Money.zero() });
      expect(other).not.toHaveProperty('treaty');
    }
  });

  it('is refused with a treaty for a resident', () => {
    const treaty = { name: 'Example', rate: Rate.percent('5') };
    expect(() => withheld('1.00', { case: 'resident_royalty', treaty })).toThrow(
      expect.objectContaining({
        code: 'tax.withholding_treaty_of_resident',
        details: { article: 'Tax Code, article 2(7)' },
      }) as Error,
    );
  });

  it('is not of a payment below zero', () => {
    expect(() => withheld('-1.00')).toThrow('not below zero');
  });

  it('adds up with what is paid to the gross', () => {
    const amounts = fc.bigInt(0n, 10n ** 12n).map((units) => Money.ofMinorUnits(units).toString());
    fc.assert(
      fc.property(amounts, fc.constantFrom('gross', 'net'), (amount, amountIs) => {
        const { gross, tax, net } = withheld(amount, { amountIs });
        expect(tax.plus(net).equals(gross)).toBe(true);
      }),
    );
  });
});
