import { Money } from '@accounting/kernel';
import fc from 'fast-check';
import { annualProfitAdvances } from '../../../src/domain/profit-tax/advances';
import { RuleSet } from '../../../src/domain/rule-set/rule-set';
import { taxLaw } from '../../tax-law';

const advancesOf = (taxOfLastYear: Money, year = 2027) =>
  annualProfitAdvances(taxLaw, { year, taxOfLastYear });

describe('advances of a payer on annual profit', () => {
  it('are quarters of last year’s tax, on days of work', () => {
    const { payments, returnDueOn, rules } = advancesOf(Money.of('1000.02'));
    expect(payments.map(({ amount, dueOn }) => `${dueOn} ${amount.toString()}`)).toEqual([
      '2027-05-18 250.01',
      '2027-07-15 250.01',
      '2027-09-15 250.00',
      '2027-12-15 250.00',
    ]);
    expect(returnDueOn).toBe('2028-04-03');
    expect(rules).toMatchObject([{ id: 'profit.advance_payments', status: 'needs_accountant' }]);
  });

  it('are together last year’s tax, and no two differ by more than a tetri', () => {
    const taxes = fc.bigInt(0n, 10n ** 12n).map((units) => Money.ofMinorUnits(units));
    fc.assert(
      fc.property(taxes, (tax) => {
        const amounts = advancesOf(tax).payments.map(({ amount }) => amount);
        expect(Money.sum(amounts).equals(tax)).toBe(true);
        const [largest, smallest] = [amounts[0] as Money, amounts[3] as Money];
        expect(largest.minus(smallest).minorUnits <= 1n).toBe(true);
      }),
    );
  });

  it('are not of a tax below zero', () => {
    expect(() => advancesOf(Money.of('-0.01'))).toThrow(
      expect.objectContaining({
        code: 'tax.profit_tax_amount_negative',
        violations: [expect.objectContaining({ field: 'taxOfLastYear' })],
      }) as Error,
    );
  });

  it('each have a day, or are not computed', () => {
    const changed = taxLaw.rules.rules.map((rule) =>
      rule.id === 'profit.advance_payments' ? { ...rule, periods: [{ value: '12' }] } : rule,
    );
    const law = { ...taxLaw, rules: new RuleSet('changed', changed) };
    const input = { year: 2027, taxOfLastYear: Money.of('1') };
    expect(() => annualProfitAdvances(law, input)).toThrow('has its day');
  });
});
