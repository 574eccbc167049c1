import { Currency, Money } from '@accounting/kernel';
import fc from 'fast-check';
import { impliedRate } from '../../src/domain/implied-rate';

const implied = (amount: string, currency: string, value: string): string | undefined =>
  impliedRate(Money.of(amount, currency as Currency), Money.of(value))?.toString();

describe('the rate that two amounts imply', () => {
  it.each([
    ['1000', 'USD', '2712.35', '2.71235'],
    ['3', 'USD', '10.00', '3.3333333333'],
    ['3', 'USD', '20.00', '6.6666666667'],
    ['15000', 'JPY', '267.02', '0.0178013333'],
    ['0.001', 'KWD', '0.01', '10'],
  ])('of %s %s worth %s GEL is %s', (amount, currency, value, rate) => {
    expect(implied(amount, currency, value)).toBe(rate);
  });

  it('is none where it cannot be written with 8 and 10 digits', () => {
    expect(implied('0.01', 'USD', '1000000.00')).toBeUndefined();
    expect(implied('1000000000000', 'USD', '0.01')).toBeUndefined();
    expect(implied('0', 'USD', '0.01')).toBeUndefined();
  });

  it('gives the value again for amounts below 100 million', () => {
    const below = fc.bigInt(1n, 10n ** 10n - 1n);
    fc.assert(
      fc.property(below, below, (minorUnits, tetri) => {
        const amount = Money.ofMinorUnits(minorUnits, 'USD' as Currency);
        const rate = impliedRate(amount, Money.ofMinorUnits(tetri));
        fc.pre(rate !== undefined);
        const value = rate.convert(amount, Currency.GEL);
        expect(value.minorUnits).toBe(tetri);
      }),
    );
  });
});
