import { Money } from '@accounting/kernel';
import { hasBalance, onNormalSide, positionOf } from '../../src/domain/account-totals';
import { totalsOf } from './fixtures';

describe('the position of an account in a currency', () => {
  it('is debits less credits, in the currency and in GEL', () => {
    const sums = { debit: '5.5', credit: '7', debitGel: '12', creditGel: '18.05' };
    const { amount, amountGel } = positionOf(totalsOf('1220', { currency: 'KWD', ...sums }));
    expect([amount.toString(), amount.currency]).toEqual(['-1.500', 'KWD']);
    expect(amountGel.toString()).toBe('-6.05');
  });
});

describe('an account', () => {
  const even = totalsOf('1220', { debit: '5', credit: '5' });

  it('has a balance while an amount or a value in GEL is left in any currency', () => {
    expect(hasBalance([])).toBe(false);
    expect(hasBalance([even])).toBe(false);
    expect(hasBalance([even, totalsOf('1220', { debit: '5' })])).toBe(true);
    const valueOnly = { currency: 'USD', debit: '5', credit: '5', debitGel: '14', creditGel: '13' };
    expect(hasBalance([even, totalsOf('1220', valueOnly)])).toBe(true);
  });

  it.each([
    ['asset', 'debit', '10.00'],
    ['contra_asset', 'credit', '-10.00'],
    ['income', 'credit', '-10.00'],
    ['equity', 'both', '-10.00'],
    ['expense', 'both', '10.00'],
  ] as const)(
    'of type %s on side %s shows a debit of 10.00 as %s',
    (type, normalBalance, shown) => {
      const balance = onNormalSide(Money.of('10.00'), { type, normalBalance });
      expect(balance.toString()).toBe(shown);
    },
  );
});
