import { Currency, ExchangeRate, Money, Rate } from '@accounting/kernel';
import fc from 'fast-check';
import figures from './georgian-figures.json';

const halfOf = Rate.percent('50');
const vat = Rate.percent('18');
const usd = (text: string): Money => Money.of(text, Currency.parse('USD'));
const amounts = fc
  .bigInt({ min: -(10n ** 18n), max: 10n ** 18n })
  .map((units) => Money.ofMinorUnits(units));

describe('rounding', () => {
  it.each([
    ['0.01', '0.01'],
    ['0.03', '0.02'],
    ['0.05', '0.03'],
    ['-0.01', '-0.01'],
    ['-0.03', '-0.02'],
    ['-0.05', '-0.03'],
    ['0.02', '0.01'],
    ['-0.02', '-0.01'],
  ])('moves a half away from zero: half of %s is %s', (whole, half) => {
    expect(halfOf.ofNet(Money.of(whole)).toString()).toBe(half);
  });

  it('rounds what is below a half to zero, without a sign', () => {
    expect(Rate.percent('49').ofNet(Money.of('-0.01')).toString()).toBe('0.00');
  });

  it('rounds at the minor unit of the currency', () => {
    const yen = Money.of('101', Currency.parse('JPY'));
    const dinar = Money.of('0.001', Currency.parse('KWD'));
    expect(halfOf.ofNet(yen).toString()).toBe('51');
    expect(halfOf.ofNet(dinar).toString()).toBe('0.001');
  });

  it('mirrors a reversal', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 100_000 }), (amount, thousandths) => {
        const rate = Rate.percent(`${Math.trunc(thousandths / 1000)}.${thousandths % 1000}`);
        expect(rate.ofNet(amount.negated()).equals(rate.ofNet(amount).negated())).toBe(true);
        expect(rate.ofGross(amount.negated()).equals(rate.ofGross(amount).negated())).toBe(true);
      }),
    );
  });

  it('agrees with whole-number arithmetic for every amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n }), (units) => {
        const expected = (units * 18n * 2n + 100n) / 200n;
        expect(vat.ofNet(Money.ofMinorUnits(units)).minorUnits).toBe(expected);
      }),
    );
  });
});

describe('a proportion that is taken of a whole', () => {
  const tenth = Rate.percent('10');

  it.each([
    ['15', '8500.00', '1500.00'],
    ['15', '60.00', '10.59'],
    ['5', '9500.00', '500.00'],
    ['0', '100.00', '0.00'],
  ])('is, at %s%%, of what leaves %s: %s', (percentage, rest, taken) => {
    expect(Rate.percent(percentage).ofGrossUp(Money.of(rest)).toString()).toBe(taken);
  });

  it('is found from what it leaves', () => {
    expect(tenth.grossUp(Money.of('900.00')).toString()).toBe('1000.00');
    expect(tenth.grossUp(Money.of('-900.00')).toString()).toBe('-1000.00');
  });

  it('cannot be the whole or more', () => {
    expect(() => Rate.percent('100').ofGrossUp(Money.of('1.00'))).toThrow('below 100%');
    expect(() => Rate.percent('101').grossUp(Money.of('1.00'))).toThrow('below 100%');
  });

  it('may be of what another left: 20% after 2% leaves 784.00 of 1,000.00', () => {
    const pension = Rate.percent('2');
    const taken = Rate.percent('20').after(pension).plus(pension);
    expect(taken.toString()).toBe('21.6');
    expect(taken.grossUp(Money.of('784.00')).toString()).toBe('1000.00');
  });

  it('travels as the text of its percentage', () => {
    expect(JSON.stringify({ rate: Rate.percent('0.80') })).toBe('{"rate":"0.8"}');
  });

  it('can be compared with another', () => {
    expect(tenth.compare(Rate.percent('10.0'))).toBe(0);
    expect(tenth.compare(Rate.percent('9'))).toBeGreaterThan(0);
    expect(tenth.compare(Rate.percent('18'))).toBeLessThan(0);
  });

  it('says what the whole is: VAT of 1,800.00 at 18% is that of 10,000.00', () => {
    expect(vat.netOf(Money.of('1800.00')).toString()).toBe('10000.00');
    expect(vat.netOf(Money.of('-0.01')).toString()).toBe('-0.06');
    expect(() => Rate.percent('0').netOf(Money.of('1.00'))).toThrow('nothing of the whole');
  });

  it('is known by its parts: 1,000.00 times 80,000 over 100,000 is 800.00', () => {
    expect(Money.of('1000.00').proportion(80_000n, 100_000n).toString()).toBe('800.00');
    expect(Money.of('0.01').proportion(1n, 2n).toString()).toBe('0.01');
    expect(Money.of('-0.01').proportion(1n, 2n).toString()).toBe('-0.01');
    expect(Money.of('0.01').proportion(49n, 100n).toString()).toBe('0.00');
    expect(() => Money.of('1.00').proportion(1n, 0n)).toThrow('positive');
  });

  it('mirrors a reversal', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt(0n, 100n), fc.bigInt(1n, 100n), (amount, part, whole) => {
        const mirrored = amount.negated().proportion(part, whole).negated();
        expect(mirrored.equals(amount.proportion(part, whole))).toBe(true);
      }),
    );
  });
});

describe('value added tax at 18%', () => {
  it.each(figures.vatInclusive)(
    'in $gross is $vat, and $net is net',
    ({ gross, vat: tax, net }) => {
      const contained = vat.ofGross(Money.of(gross));
      expect(contained.toString()).toBe(tax);
      expect(Money.of(gross).minus(contained).toString()).toBe(net);
    },
  );

  it.each(figures.vatExclusive)(
    'on $net is $vat, and $gross is gross',
    ({ net, vat: tax, gross }) => {
      const added = vat.ofNet(Money.of(net));
      expect(added.toString()).toBe(tax);
      expect(Money.of(net).plus(added).toString()).toBe(gross);
    },
  );

  it('differs by line and on the total, so that a company must choose', () => {
    const line = Money.of('10.03');
    const byLine = Money.sum([line, line, line].map((net) => vat.ofNet(net)));
    const onTotal = vat.ofNet(Money.sum([line, line, line]));
    expect({ line: byLine.toString(), total: onTotal.toString() }).toEqual(
      figures.vatLineByLineAndOnTotal,
    );
  });
});

describe('a rate', () => {
  it('is written as a percentage', () => {
    expect(Rate.percent('18.50').toString()).toBe('18.5');
    expect(Rate.percent('0').ofGross(Money.of('5')).toString()).toBe('0.00');
  });

  it.each(['', '-1', '1e2', 'NaN', '18%', '.5', '5.'])('refuses %j', (text) => {
    expect(() => Rate.percent(text)).toThrow('is a percentage');
  });
});

describe('an exchange rate', () => {
  const rate = (text: string): ExchangeRate => ExchangeRate.of(text);

  it('values an invoice of 1,000 USD at each day’s rate', () => {
    const invoice = usd('1000');
    const inLari = (text: string): string => rate(text).convert(invoice, Currency.GEL).toString();
    expect({ inv: inLari('2.7000'), close: inLari('2.7250'), pay: inLari('2.7100') }).toEqual(
      figures.foreignInvoice,
    );
  });

  it('rounds half up to the minor unit of the target', () => {
    expect(rate('0.5').convert(usd('0.01'), Currency.GEL).toString()).toBe('0.01');
    expect(rate('0.5').convert(usd('-0.01'), Currency.GEL).toString()).toBe('-0.01');
    expect(
      rate('2.5')
        .convert(Money.of('1', Currency.parse('JPY')), Currency.GEL)
        .toString(),
    ).toBe('2.50');
  });

  it('leaves an amount as it is at one to one', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(ExchangeRate.one.convert(amount, Currency.GEL).equals(amount)).toBe(true);
      }),
    );
  });

  it('can take an amount past what the ledger holds, which the amount then says', () => {
    const converted = rate('99999999').convert(usd('99999999999999999.99'), Currency.GEL);
    expect(converted.isWithinLimit()).toBe(false);
    expect(converted.toString()).toBe('9999999899999999999000000.01');
  });
});
