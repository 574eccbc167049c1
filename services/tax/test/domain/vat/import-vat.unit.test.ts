import { AccountingDate, Money } from '@accounting/kernel';
import { importVat } from '../../../src/domain/vat/import-vat';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const on = AccountingDate.of('2026-11-22');
const money = Money.of;

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
