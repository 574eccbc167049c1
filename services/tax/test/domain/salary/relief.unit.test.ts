import { AccountingDate, Money } from '@accounting/kernel';
import { annualRelief, type ReliefCategory } from '../../../src/domain/salary/relief';
import { taxLaw } from '../../tax-law';

type Categories = readonly [ReliefCategory, ...ReliefCategory[]];

const reliefOf = (categories: Categories, used = '0') =>
  annualRelief(taxLaw.rules, {
    ...{ categories, used: Money.of(used) },
    on: AccountingDate.of('2026-11-22'),
  });

describe('relief of a year', () => {
  it.each<[ReliefCategory, string]>([
    ['disability', '6000.00'],
    ['peacekeeper', '6000.00'],
    ['high_mountain', '6000.00'],
    ['war_veteran', '3000.00'],
    ['single_mother', '3000.00'],
    ['adoptive_parent', '3000.00'],
    ['foster_carer', '3000.00'],
    ['georgian_mother', '3000.00'],
  ])('for %s is %s', (category, limit) => {
    expect(reliefOf([category]).limit.toString()).toBe(limit);
  });

  it('is the highest of several', () => {
    const relief = reliefOf(['single_mother', 'high_mountain', 'war_veteran']);
    expect(relief.limit.toString()).toBe('6000.00');
    expect(relief.rules.map(({ id }) => id)).toEqual(['salary.relief_high_mountain']);
  });

  it('is used up', () => {
    expect(reliefOf(['disability'], '5880').left.toString()).toBe('120.00');
    expect(reliefOf(['disability'], '6000.01').left.toString()).toBe('0.00');
  });

  it('was not used below zero', () => {
    expect(() => reliefOf(['disability'], '-0.01')).toThrow(
      expect.objectContaining({
        code: 'tax.salary_amount_negative',
        details: { article: 'Tax Code, article 82' },
      }) as Error,
    );
  });
});
