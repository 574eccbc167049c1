import { Currency, Money } from '@accounting/kernel';
import fc from 'fast-check';

const currency = (code: string): Currency => {
  const parsed = Currency.parse(code);
  if (parsed === undefined) throw new Error(`${code} is no currency`);
  return parsed;
};
const [GEL, JPY, KWD] = [Currency.GEL, currency('JPY'), currency('KWD')];

const currencies = fc.constantFrom(GEL, JPY, KWD);
const minorUnits = fc.bigInt({ min: -(10n ** 19n) + 1n, max: 10n ** 19n - 1n });
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 })
  .filter((parts) => parts.some((part) => part > 0n));
const gel = (text: string): Money => Money.of(text);

describe('money', () => {
  describe('when parsed', () => {
    it.each([
      ['10', 1000n],
      ['10.1', 1010n],
      ['10.10', 1010n],
      ['0.01', 1n],
      ['-0.05', -5n],
      ['007.50', 750n],
      ['99999999999999999.99', 9999999999999999999n],
      ['000000000000000000000000000001', 100n],
    ])('reads %s', (text, expected) => {
      expect(Money.parse(text)).toMatchObject({ minorUnits: expected, currency: GEL });
    });

    it.each(['0', '-0', '-0.00', '0.0'])('reads %s as zero without a sign', (text) => {
      expect(gel(text).toString()).toBe('0.00');
      expect(gel(text).equals(Money.zero())).toBe(true);
    });

    it.each([
      ...['', ' ', '-', '.', '.5', '5.', '+1', '1e3', '1E3', '0x10', 'NaN', 'Infinity', '1_000'],
      ...['1,000', '1,5', ' 1', '1 ', '1\n', '--1', '1-', '1.2.3', '١٢', '１２', '10 GEL'],
    ])('refuses %j as no decimal', (text) => {
      expect(Money.parse(text)).toBe('not_a_decimal');
    });

    it.each([
      ['1.001', GEL],
      ['1.000', GEL],
      ['1.0', JPY],
      ['1.0001', KWD],
      [`1.${'0'.repeat(500)}`, GEL],
    ])('refuses more decimals than the currency has: %s', (text, of) => {
      expect(Money.parse(text, of)).toBe('too_many_decimals');
    });

    it.each(['100000000000000000', '1'.repeat(30), '9'.repeat(5000), '0'.repeat(5000)])(
      'refuses more than 17 digits before the point: %s',
      (text) => {
        expect(Money.parse(text)).toBe('too_large');
        expect(Money.parse(`-${text}.00`)).toBe('too_large');
      },
    );

    it('takes as many decimals as the currency has', () => {
      expect(Money.of('120', JPY).minorUnits).toBe(120n);
      expect(Money.of('1.234', KWD).minorUnits).toBe(1234n);
    });
  });

  describe('when written', () => {
    it.each([
      [0n, '0.00'],
      [5n, '0.05'],
      [-5n, '-0.05'],
      [1010n, '10.10'],
      [-100n, '-1.00'],
      [10n ** 30n, `1${'0'.repeat(28)}.00`],
    ])('shows %s minor units with all digits: %s', (units, text) => {
      expect(Money.ofMinorUnits(units).toString()).toBe(text);
    });

    it('shows no point for a currency without decimals, three digits for one with three', () => {
      expect(Money.ofMinorUnits(-120n, JPY).toString()).toBe('-120');
      expect(Money.ofMinorUnits(7n, KWD).toString()).toBe('0.007');
    });

    it('travels in JSON as a decimal string', () => {
      expect(JSON.stringify({ amount: gel('10.1') })).toBe('{"amount":"10.10"}');
    });

    it('reads back to the same amount, whatever the amount and the currency', () => {
      fc.assert(
        fc.property(minorUnits, currencies, (units, of) => {
          const amount = Money.ofMinorUnits(units, of);
          expect(Money.of(amount.toString(), of).equals(amount)).toBe(true);
        }),
      );
    });
  });

  describe('when added', () => {
    it('is exact where a float is not', () => {
      expect(gel('0.10').plus(gel('0.20')).toString()).toBe('0.30');
      expect(gel('99999999999999999.99').minus(gel('0.01')).toString()).toBe(
        '99999999999999999.98',
      );
    });

    it('comes back by subtraction', () => {
      fc.assert(
        fc.property(minorUnits, minorUnits, (one, other) => {
          const [a, b] = [Money.ofMinorUnits(one), Money.ofMinorUnits(other)];
          expect(a.plus(b).minus(b).equals(a)).toBe(true);
          expect(a.minus(b).equals(b.minus(a).negated())).toBe(true);
        }),
      );
    });

    it('totals a list, and nothing to zero', () => {
      expect(Money.sum([gel('1.10'), gel('2.20'), gel('-0.30')]).toString()).toBe('3.00');
      expect(Money.sum([], JPY).equals(Money.zero(JPY))).toBe(true);
    });

    it('refuses to mix currencies', () => {
      const [lari, yen] = [Money.zero(), Money.zero(JPY)];
      expect(() => lari.plus(yen)).toThrow('amounts of GEL and JPY do not mix');
      expect(() => lari.minus(yen)).toThrow('amounts of GEL and JPY do not mix');
      expect(() => lari.compare(yen)).toThrow('amounts of GEL and JPY do not mix');
      expect(() => Money.sum([yen])).toThrow('sum of GEL meets JPY');
    });
  });

  describe('when compared', () => {
    it('orders by amount', () => {
      const amounts = ['3.00', '-1.00', '0.00', '2.99'].map(gel);
      expect(amounts.sort((a, b) => a.compare(b)).map(String)).toEqual([
        '-1.00',
        '0.00',
        '2.99',
        '3.00',
      ]);
      expect(gel('1').compare(gel('1.00'))).toBe(0);
    });

    it('knows its sign', () => {
      const signs = ['-0.01', '0', '0.01'].map(gel);
      expect(signs.map((amount) => amount.isNegative())).toEqual([true, false, false]);
      expect(signs.map((amount) => amount.isZero())).toEqual([false, true, false]);
      expect(signs.map((amount) => amount.isPositive())).toEqual([false, false, true]);
      expect(signs.map((amount) => amount.absolute().toString())).toEqual(['0.01', '0.00', '0.01']);
    });

    it('is equal only in the same currency', () => {
      expect(Money.zero().equals(Money.zero(JPY))).toBe(false);
      expect(gel('1').equals(gel('2'))).toBe(false);
    });

    it('knows whether a column of the ledger holds it', () => {
      const largest = gel('99999999999999999.99');
      expect(largest.isWithinLimit()).toBe(true);
      expect(largest.negated().isWithinLimit()).toBe(true);
      expect(largest.plus(gel('0.01')).isWithinLimit()).toBe(false);
      expect(largest.negated().minus(gel('0.01')).isWithinLimit()).toBe(false);
      expect(Money.of('99999999999999999', JPY).isWithinLimit()).toBe(true);
    });
  });

  describe('when allocated', () => {
    it('gives what remains to the largest remainders, the earlier part first', () => {
      const parts = (text: string, ...shares: bigint[]): string[] =>
        gel(text).allocate(shares).map(String);
      expect(parts('100.00', 1n, 1n, 1n)).toEqual(['33.34', '33.33', '33.33']);
      expect(parts('0.05', 1n, 3n)).toEqual(['0.01', '0.04']);
      expect(parts('-100.00', 1n, 1n, 1n)).toEqual(['-33.34', '-33.33', '-33.33']);
      expect(parts('0.01', 0n, 1n, 0n)).toEqual(['0.00', '0.01', '0.00']);
      expect(parts('10.00', 5n)).toEqual(['10.00']);
    });

    it('adds up to the whole, whatever the weights', () => {
      fc.assert(
        fc.property(minorUnits, weights, currencies, (units, shares, of) => {
          const whole = Money.ofMinorUnits(units, of);
          expect(Money.sum(whole.allocate(shares), of).equals(whole)).toBe(true);
        }),
      );
    });

    it('keeps every part within one minor unit of its exact share', () => {
      fc.assert(
        fc.property(minorUnits, weights, (units, shares) => {
          const total = shares.reduce((sum, share) => sum + share, 0n);
          Money.ofMinorUnits(units)
            .allocate(shares)
            .forEach((part, index) => {
              const distance = part.minorUnits * total - units * (shares[index] ?? 0n);
              expect(distance < total && distance > -total).toBe(true);
            });
        }),
      );
    });

    it('gives nothing to a weight of zero', () => {
      fc.assert(
        fc.property(minorUnits, weights, (units, shares) => {
          const [first] = Money.ofMinorUnits(units).allocate([0n, ...shares]);
          expect(first?.isZero()).toBe(true);
        }),
      );
    });

    it('mirrors a reversal part by part', () => {
      fc.assert(
        fc.property(minorUnits, weights, (units, shares) => {
          const amount = Money.ofMinorUnits(units);
          const mirrored = amount.negated().allocate(shares);
          expect(mirrored.map((part) => part.negated().toString())).toEqual(
            amount.allocate(shares).map(String),
          );
        }),
      );
    });

    it('refuses weights that are negative, all zero or none', () => {
      for (const shares of [[-1n, 2n], [0n, 0n], []]) {
        expect(() => gel('1').allocate(shares)).toThrow('weights are non-negative');
      }
    });
  });

  it('reads a stored total that no entry could have', () => {
    const total = '123456789012345678901.23';
    expect(Money.of(total).toString()).toBe(total);
  });

  it('fails loudly on a stored text that is no amount', () => {
    expect(() => Money.of('ten')).toThrow('"ten" is an amount of GEL (not_a_decimal)');
  });
});
