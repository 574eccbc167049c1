import { AccountingDate, Money } from '@accounting/kernel';
import { lateReturnFine, understatementFine } from '../../../src/domain/late-payment/fines';
import { taxLaw } from '../../tax-law';

const { rules } = taxLaw;
const dueOn = AccountingDate.of('2026-10-15');

describe('the fine for a late return', () => {
  it.each([
    ['2026-10-15', '0.00', []],
    ['2026-10-16', '90.00', ['late.return_rate_per_month', 'late.return_months']],
    ['2026-11-04', '90.00', ['late.return_rate_per_month', 'late.return_months']],
    ['2026-11-15', '90.00', ['late.return_rate_per_month', 'late.return_months']],
    ['2026-11-16', '180.00', ['late.return_rate_per_month', 'late.return_months']],
    ['2026-12-15', '180.00', ['late.return_rate_per_month', 'late.return_months']],
    ['2026-12-16', '180.00', ['late.return_rate_beyond', 'late.return_months']],
    ['2028-01-01', '180.00', ['late.return_rate_beyond', 'late.return_months']],
  ])('of 1,800.00 filed on %s is %s', (day, amount, used) => {
    const filedOn = AccountingDate.of(day);
    const fine = lateReturnFine(rules, Money.of('1800.00'), { dueOn, filedOn });
    expect(fine.amount.toString()).toBe(amount);
    expect(fine.rules.map(({ id }) => id)).toEqual(used);
  });

  it('is nothing where no tax is due', () => {
    const filedOn = AccountingDate.of('2027-10-15');
    expect(lateReturnFine(rules, Money.zero(), { dueOn, filedOn }).amount.isZero()).toBe(true);
  });
});

describe('the fine for understated tax', () => {
  const declared = Money.of('1000.00');
  const fineOf = (understated: string, onlyTime = false) =>
    understatementFine(rules, {
      ...{ declared, understated: Money.of(understated), onlyTime },
      on: dueOn,
    });

  it.each([
    ['50.00', '5.00'],
    ['50.01', '12.50'],
    ['200.00', '50.00'],
    ['200.01', '100.01'],
  ])('of 1,000.00 by %s is %s', (understated, amount) => {
    expect(fineOf(understated).amount.toString()).toBe(amount);
  });

  it('is the smallest where only the time was wrong', () => {
    expect(fineOf('900.00', true).amount.toString()).toBe('90.00');
  });

  it('needs an understatement', () => {
    expect(() => fineOf('0.00')).toThrow('has an amount');
  });
});
