import { AccountingDate } from '@accounting/kernel';
import type { Rule } from '../../../src/domain/rule-set/rule';
import { RuleSet } from '../../../src/domain/rule-set/rule-set';
import { taxLaw } from '../../tax-law';

const date = AccountingDate.of;
const [anyRule] = taxLaw.rules.rules as [Rule];

/** The rules as delivered, but for one. */
const withChanged = (id: string, change: Partial<Rule>): RuleSet =>
  new RuleSet(
    'changed',
    taxLaw.rules.rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)),
  );

const reformed = withChanged('vat.standard_rate', {
  periods: [
    { from: date('2027-07-01'), value: '19' },
    { until: date('2027-06-30'), value: '18' },
  ],
});

describe('a rule set', () => {
  it('gives the value of the day, and says where it is from', () => {
    expect(taxLaw.rules.rate('vat.standard_rate', date('2026-11-22')).rule).toEqual({
      id: 'vat.standard_rate',
      article: 'Tax Code, article 166',
      status: 'confirmed',
      value: '18',
    });
    expect(
      taxLaw.rules.amount('vat.registration_threshold', date('2026-11-22')).value.toString(),
    ).toBe('100000.00');
    expect(taxLaw.rules.count('vat.registration_months', date('2026-11-22')).value).toBe(12);
  });

  it('changes a rate from a date by a line of data', () => {
    expect(reformed.rate('vat.standard_rate', date('2027-06-30')).value.toString()).toBe('18');
    expect(reformed.rate('vat.standard_rate', date('2027-07-01')).value.toString()).toBe('19');
  });

  it('refuses a day for which it knows no rule', () => {
    const ended = withChanged('vat.standard_rate', {
      periods: [{ from: date('2020-01-01'), until: date('2026-12-31'), value: '18' }],
    });
    expect(() => ended.rate('vat.standard_rate', date('2027-01-01'))).toThrow('No rule');
    expect(() => ended.rate('vat.standard_rate', date('2019-12-31'))).toThrow('No rule');
  });

  it('cannot have two values on one day', () => {
    const periods = [
      { until: date('2026-12-31'), value: '18' },
      { from: date('2026-12-31'), value: '19' },
    ];
    expect(() => withChanged('vat.standard_rate', { periods })).toThrow('a day in common');
  });

  it('cannot have a period without a day', () => {
    const periods = [{ from: date('2027-01-01'), until: date('2026-12-31'), value: '18' }];
    expect(() => withChanged('vat.standard_rate', { periods })).toThrow('has days');
  });

  it.each([
    ['vat.standard_rate', '-18', 'percentage'],
    ['vat.registration_threshold', 'many', 'amount'],
    ['vat.registration_months', '1.5', 'whole number'],
  ])('cannot have the value of %s be %s', (id, value, complaint) => {
    expect(() => withChanged(id, { periods: [{ value }] })).toThrow(complaint);
  });

  it('has one rule of a name', () => {
    const rules = [...taxLaw.rules.rules, anyRule];
    expect(() => new RuleSet('doubled', rules)).toThrow('an id of its own');
  });

  it('has every rule that the code asks for, of its kind', () => {
    expect(() => new RuleSet('empty', [])).toThrow('the rule set has');
    expect(() => withChanged('vat.standard_rate', { kind: 'amount' })).toThrow('of the kind rate');
  });
});
