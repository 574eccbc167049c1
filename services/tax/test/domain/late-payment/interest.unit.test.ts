import { AccountingDate, Money } from '@accounting/kernel';
import { interestOn } from '../../../src/domain/late-payment/interest';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const dueOn = AccountingDate.of('2026-10-15');
const after = (days: number) => ({ dueOn, paidOn: AccountingDate.addDays(dueOn, days) });

describe('figures: late_interest', () => {
  it('is 0.05% for each day after the due date', () => {
    const { tax, days, amount } = figures.late_interest;
    const interest = interestOn(rules, Money.of(tax), after(days));
    expect(interest.days).toBe(days);
    expect(interest.amount.toString()).toBe(amount);
    expect(interest.rules.map(({ id }) => id)).toContain('late.interest_rate_per_day');
  });
});

describe('interest on late payment', () => {
  const tax = Money.of('1800.00');

  it('is nothing for what is paid in time', () => {
    expect(interestOn(rules, tax, after(0)).amount.toString()).toBe('0.00');
    expect(interestOn(rules, tax, after(-3))).toMatchObject({ days: 0 });
  });

  it('counts the day of payment', () => {
    expect(interestOn(rules, tax, after(1)).amount.toString()).toBe('0.90');
  });

  it('ends after three years', () => {
    expect(interestOn(rules, tax, after(2000))).toEqual(interestOn(rules, tax, after(1095)));
  });

  it('is charged on tax owed only', () => {
    expect(() => interestOn(rules, tax.negated(), after(1))).toThrow('owed');
  });
});
