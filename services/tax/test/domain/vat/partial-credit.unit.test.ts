import { AccountingDate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import { creditsFixedAssetAtOnce, partialCredit } from '../../../src/domain/vat/partial-credit';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const on = AccountingDate.of('2026-11-22');
const money = Money.of;
const turnover = (creditable: string, withoutCredit: string) => ({
  creditable: money(creditable),
  withoutCredit: money(withoutCredit),
});

describe('figures: vat_prorata', () => {
  const { input, taxable, exempt_no_credit: exempt, credit } = figures.vat_prorata;

  it('credits in the proportion of the turnovers', () => {
    const divided = partialCredit(rules, money(input), turnover(taxable, exempt), on);
    expect(divided.credit.toString()).toBe(credit);
    expect(divided.notCredited.toString()).toBe('200.00');
  });

  it.each([
    ['96000', '4000', '1000.00'],
    ['95000.01', '4999.99', '1000.00'],
    ['95000', '5000', '950.00'],
    ['0', '0', '1000.00'],
    ['0', '1', '0.00'],
  ])('of turnovers of %s and %s credits %s', (creditable, withoutCredit, credited) => {
    const divided = partialCredit(rules, money('1000'), turnover(creditable, withoutCredit), on);
    expect(divided.credit.toString()).toBe(credited);
  });

  it('leaves no tetri out', () => {
    const amounts = fc.bigInt(0n, 10n ** 12n).map((units) => Money.ofMinorUnits(units));
    fc.assert(
      fc.property(amounts, amounts, amounts, (vat, creditable, withoutCredit) => {
        const divided = partialCredit(rules, vat, { creditable, withoutCredit }, on);
        expect(divided.credit.plus(divided.notCredited).equals(vat)).toBe(true);
        expect(divided.notCredited.isNegative()).toBe(false);
      }),
    );
  });

  it('has no meaning for a turnover below zero', () => {
    expect(() => partialCredit(rules, money('1'), turnover('-1', '0'), on)).toThrow('not negative');
    expect(() => partialCredit(rules, money('1'), turnover('0', '-1'), on)).toThrow('not negative');
  });

  it.each([
    ['80.01', '19.99', true],
    ['80', '20', false],
    ['0', '0', true],
  ])('lets a fixed asset be credited at once after %s and %s: %s', (one, other, isAtOnce) => {
    expect(creditsFixedAssetAtOnce(rules, turnover(one, other), on)).toBe(isAtOnce);
  });
});
