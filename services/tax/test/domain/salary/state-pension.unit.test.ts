import { AccountingDate, Money } from '@accounting/kernel';
import { statePension } from '../../../src/domain/salary/state-pension';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const on = AccountingDate.of('2026-11-22');

describe('figures: state_pension', () => {
  it.each(figures.state_pension.cases)('on $annual a year is $state', ({ annual, state }) => {
    const { contribution, rules } = statePension(taxLaw.rules, Money.of(annual), on);
    expect(contribution.toString()).toBe(state);
    expect(rules).toHaveLength(4);
  });
});

describe('the state’s contribution', () => {
  it('is nothing on nothing', () => {
    expect(statePension(taxLaw.rules, Money.zero(), on).contribution.isZero()).toBe(true);
  });
});
