import { AccountingDate, Money } from '@accounting/kernel';
import { benefitInKind } from '../../../src/domain/salary/benefit-in-kind';
import { taxLaw } from '../../tax-law';

const benefitOf = (marketPrice: string, paidByEmployee: string, isPensionMember = false) =>
  benefitInKind(taxLaw.rules, {
    ...{ marketPrice: Money.of(marketPrice), paidByEmployee: Money.of(paidByEmployee) },
    ...{ isPensionMember, on: AccountingDate.of('2026-11-30') },
  });

describe('a benefit in kind', () => {
  it('is worth its price less what the employee paid', () => {
    const { gross, incomeTax, net } = benefitOf('218.00', '100.00');
    expect([gross, incomeTax, net].map(String)).toEqual(['147.50', '29.50', '118.00']);
    expect(benefitOf('218.00', '100.00', true).gross.toString()).toBe('150.51');
  });

  it('is nothing where the employee paid all of it or more', () => {
    expect(benefitOf('100.00', '100.01').gross.isZero()).toBe(true);
  });

  it.each([
    ['-1', '0', 'marketPrice'],
    ['0', '-1', 'paidByEmployee'],
  ])('of %s, paid with %s, is refused at %s', (price, paid, field) => {
    expect(() => benefitOf(price, paid)).toThrow(
      expect.objectContaining({
        code: 'tax.salary_amount_negative',
        violations: [expect.objectContaining({ field })],
      }) as Error,
    );
  });
});
