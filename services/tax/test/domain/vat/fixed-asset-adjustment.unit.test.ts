import { AccountingDate, Money } from '@accounting/kernel';
import { fixedAssetAdjustment } from '../../../src/domain/vat/fixed-asset-adjustment';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const on = AccountingDate.of('2026-11-22');
const money = Money.of;
const turnover = (creditable: string, withoutCredit: string) => ({
  creditable: money(creditable),
  withoutCredit: money(withoutCredit),
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
