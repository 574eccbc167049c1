import { AccountingDate } from '@accounting/kernel';
import { highMountainExemption } from '../../../src/domain/profit-tax/high-mountain';
import { taxLaw } from '../../tax-law';

describe('the exemption of a high-mountain enterprise', () => {
  it.each([
    ['2020-02-28', false],
    ['2020-02-29', true],
    ['2030-02-27', true],
    ['2030-02-28', false],
  ])('that began on 29 February 2020 holds on %s: %s', (day, isExempt) => {
    const exemption = highMountainExemption(taxLaw.rules, {
      since: AccountingDate.of('2020-02-29'),
      on: AccountingDate.of(day),
    });
    expect(exemption).toMatchObject({ until: '2030-02-27', isExempt });
    expect(exemption.rules).toMatchObject([{ status: 'needs_accountant' }]);
  });
});
