import { Currency } from '@accounting/kernel';

const minorUnitsOf = (code: string): number | undefined => {
  const currency = Currency.parse(code);
  return currency === undefined ? undefined : Currency.minorUnits(currency);
};

describe('currency', () => {
  it.each([
    ['GEL', 2],
    ['USD', 2],
    ['EUR', 2],
    ['XCG', 2],
    ['BGN', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
  ])('%s has %i decimals', (code, digits) => {
    expect(minorUnitsOf(code)).toBe(digits);
  });

  // XXX, XAU and XTS are ISO 4217's codes for no currency, for gold and for tests: not money.
  it.each(['gel', 'GE', 'GELL', 'XXX', 'XAU', 'XTS', 'toString', '', ' GEL'])(
    'refuses %j',
    (code) => {
      expect(Currency.parse(code)).toBeUndefined();
    },
  );
});
