import { Money } from '@accounting/kernel';
import { runningBalances } from '../../src/domain/running-balance';

describe('the running balance of an account', () => {
  it('goes up with debits and down with credits from where it opened', () => {
    const balances = runningBalances(Money.of('-1.00'), [
      { side: 'debit', amountGel: '10.00' },
      { side: 'credit', amountGel: '12.50' },
    ]);
    expect(balances.map(String)).toEqual(['9.00', '-3.50']);
    expect(runningBalances(Money.zero(), [])).toEqual([]);
  });
});
