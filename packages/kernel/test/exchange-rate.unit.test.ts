import { ExchangeRate } from '@accounting/kernel';

describe('exchange rate', () => {
  it.each(['2.7', '0.0000000001', '99999999.9999999999', '1'])('reads %s', (text) => {
    expect(ExchangeRate.parse(text)?.toString()).toBe(text);
  });

  it.each([
    '0',
    '0.0000000000',
    '-2.7',
    '123456789',
    '1.12345678901',
    '1e3',
    '',
    '2,7',
    ' 2',
    'NaN',
  ])('refuses %j', (text) => {
    expect(ExchangeRate.parse(text)).toBeUndefined();
    expect(() => ExchangeRate.of(text)).toThrow('is an exchange rate');
  });

  it('is the same rate however it is written', () => {
    expect(ExchangeRate.of('2.70').equals(ExchangeRate.of('2.7'))).toBe(true);
    expect(ExchangeRate.of('2.71').equals(ExchangeRate.of('2.7'))).toBe(false);
    expect(JSON.stringify({ rate: ExchangeRate.of('2.70') })).toBe('{"rate":"2.7"}');
  });

  it.each([
    ['1.8012', 100, '0.018012'],
    ['6.7345', 1000, '0.0067345'],
    ['2', 3, '0.6666666667'],
    ['2.7', 1, '2.7'],
  ])('divides a quote of %s for %i units to %s for one', (quote, quantity, perUnit) => {
    expect(ExchangeRate.perQuantity(ExchangeRate.of(quote), quantity).toString()).toBe(perUnit);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses a quote for %s units', (quantity) => {
    expect(() => ExchangeRate.perQuantity(ExchangeRate.one, quantity)).toThrow(
      'quantity is a positive integer',
    );
  });

  it('refuses a quote of which nothing is left for one unit', () => {
    expect(() => ExchangeRate.perQuantity(ExchangeRate.of('0.0000000001'), 1000)).toThrow(
      'is more than nothing',
    );
  });
});
