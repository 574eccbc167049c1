import { AccountingDate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import { fixedAssetAdjustment } from '../../../src/domain/vat/fixed-asset-adjustment';
import { importVat } from '../../../src/domain/vat/import-vat';
import { marginVat } from '../../../src/domain/vat/margin-scheme';
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

describe('figures: vat_margin', () => {
  const { buy, sell, margin, vat } = figures.vat_margin;

  it('is contained in the margin', () => {
    const taxed = marginVat(rules, { bought: money(buy), sold: money(sell), on });
    expect(taxed.margin.equals(money(margin))).toBe(true);
    expect(taxed.vat.toString()).toBe(vat);
  });

  it('is nothing for a sale at a loss', () => {
    const { vat: none } = marginVat(rules, { bought: money(sell), sold: money(buy), on });
    expect(none.toString()).toBe('0.00');
  });

  it.each([
    ['-1.00', '1.00'],
    ['1.00', '-1.00'],
  ])('is refused for prices below zero: %s and %s', (bought, sold) => {
    const act = () => marginVat(rules, { bought: money(bought), sold: money(sold), on });
    expect(act).toThrow(
      expect.objectContaining({ code: 'tax.vat_margin_amount_invalid' }) as Error,
    );
  });
});

describe('figures: vat_import', () => {
  it('is on the customs value and the charges', () => {
    const { customs, duty, base, vat } = figures.vat_import;
    const zero = Money.zero();
    const charges = { customsValue: money(customs), importDuty: money(duty) };
    const taxed = importVat(rules, { ...charges, excise: zero, otherCharges: zero }, on);
    expect(taxed.base.equals(money(base))).toBe(true);
    expect(taxed.vat.toString()).toBe(vat);
    expect(taxed.rules.map(({ id }) => id)).toEqual(['vat.standard_rate']);
  });
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

describe('figures: vat_fa_building', () => {
  const { vat, yearly, cancel40 } = figures.vat_fa_building;
  const inYear = (yearOfUse: number, use = turnover('60', '40')) =>
    fixedAssetAdjustment(rules, { kind: 'building', vat: money(vat), yearOfUse, use, on });

  it('stands for ten years, and the exempt share of one is taken back', () => {
    expect(inYear(3).yearly.toString()).toBe(yearly);
    expect(inYear(3).cancelled.toString()).toBe(cancel40);
    expect(inYear(10).cancelled.toString()).toBe(cancel40);
  });

  it('is not corrected once they are over, or without use', () => {
    expect(inYear(11).cancelled.toString()).toBe('0.00');
    expect(inYear(3, turnover('0', '0')).cancelled.toString()).toBe('0.00');
    expect(() => inYear(0)).toThrow('begin with 1');
  });
});

describe('figures: vat_fa_equipment', () => {
  it('stands for five years', () => {
    const { vat, yearly } = figures.vat_fa_equipment;
    const adjusted = fixedAssetAdjustment(rules, {
      ...{ kind: 'other', vat: money(vat), yearOfUse: 2, use: turnover('0', '100'), on },
    });
    expect(adjusted.yearly.toString()).toBe(yearly);
    expect(adjusted.cancelled.toString()).toBe(yearly);
  });
});
