import { AccountingDate, Money } from '@accounting/kernel';
import {
  donationsAboveLimit,
  representationAboveLimit,
} from '../../../src/domain/profit-tax/limits';
import { taxLaw } from '../../tax-law';

const on = AccountingDate.of('2026-11-22');
const money = Money.of;

describe('representation', () => {
  it.each([
    [{ spent: '13400', income: '1000000', expense: '400000' }, ['10000.00', '3400.00']],
    [{ spent: '13400', income: '400000', expense: '1000000' }, ['10000.00', '3400.00']],
    [{ spent: '10000', income: '1000000', expense: '0' }, ['10000.00', '0.00']],
    [{ spent: '9000', income: '1000000', expense: '0' }, ['10000.00', '0.00']],
    [{ spent: '10000.01', income: '1000000', expense: '0' }, ['10000.00', '0.01']],
    [{ spent: '50', income: '0', expense: '4000' }, ['40.00', '10.00']],
  ] as const)('%j has a limit and what is above it: %j', ({ spent, income, expense }, expected) => {
    const limited = representationAboveLimit(taxLaw.rules, {
      ...{ spent: money(spent), income: money(income), expense: money(expense), on },
    });
    expect([limited.limit.toString(), limited.above.toString()]).toEqual(expected);
    expect(limited.rules.map(({ id }) => id)).toEqual(['profit.representation_share']);
  });
});

describe('donations to charities', () => {
  it.each([
    ['1500', '10000', '1000.00', '500.00'],
    ['1000', '10000', '1000.00', '0.00'],
    ['1', '-5000', '0.00', '1.00'],
  ])('of %s, with a net profit of %s last year', (given, netProfit, limit, above) => {
    const limited = donationsAboveLimit(taxLaw.rules, {
      ...{ given: money(given), netProfit: money(netProfit), on },
    });
    expect([limited.limit.toString(), limited.above.toString()]).toEqual([limit, above]);
  });
});
