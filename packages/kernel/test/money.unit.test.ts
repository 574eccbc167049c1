import { Money, newUuid } from '@accounting/kernel';

describe('money', () => {
  it('writes an amount with all digits of its currency', () => {
    expect(Money.of('10.1').toString()).toBe('10.10');
    expect(newUuid()).toMatch(/-7/);
  });
});
