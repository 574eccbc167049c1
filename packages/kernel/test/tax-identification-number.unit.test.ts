import { TaxIdentificationNumber } from '@accounting/kernel';

// All numbers are synthetic.
describe('tax identification number', () => {
  it.each(['123456789', '000000001', '01234567890'])('may be %s', (text) => {
    expect(TaxIdentificationNumber.parse(text)).toBe(text);
  });

  it.each(['', '12345678', '1234567890', '123456789012', '12345678a', ' 123456789', '123456789\n'])(
    'may not be %j',
    (text) => {
      expect(TaxIdentificationNumber.parse(text)).toBeUndefined();
    },
  );
});
