import { AccountingDate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import {
  distributedProfitTax,
  type ProfitTaxMonth,
} from '../../../src/domain/profit-tax/distributed-profit';
import { profitTaxObjects } from '../../../src/domain/profit-tax/taxed-objects';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const money = Money.of;
const nothing = Money.zero();
const month = (change: Partial<ProfitTaxMonth> = {}) =>
  distributedProfitTax(rules, {
    ...{ payer: 'company', objects: [], taxOfReturned: nothing, creditBroughtForward: nothing },
    on: AccountingDate.of('2026-11-22'),
    ...change,
  });
const dividend = (amount: string) => [{ object: 'dividend', amount: money(amount) }] as const;

describe('figures: cit', () => {
  it.each(figures.cit.cases)('$net is taxed with $tax', ({ net, tax }) => {
    const taxed = month({ objects: dividend(net) });
    expect(taxed.tax.toString()).toBe(tax);
    expect(taxed.objects[0]?.taxableAmount.equals(money(net).plus(money(tax)))).toBe(true);
    expect(taxed.rules).toEqual([
      { id: 'profit.rate', article: 'Tax Code, article 98(1)', status: 'confirmed', value: '15' },
    ]);
  });
});

describe('figures: cit_intl', () => {
  it('an international company is taxed with 5%', () => {
    const { net, tax } = figures.cit_intl;
    const taxed = month({ payer: 'international_company', objects: dividend(net) });
    expect(taxed.tax.toString()).toBe(tax);
  });
});

describe('a month’s tax on distributed profit', () => {
  it('is nothing for a month without objects', () => {
    expect(month()).toMatchObject({ tax: nothing, payable: nothing, objects: [] });
  });

  it('is that of an insurer since 2024', () => {
    const insurer = { payer: 'insurer', objects: dividend('8500') } as const;
    expect(month(insurer).tax.toString()).toBe('1500.00');
    const before = { ...insurer, on: AccountingDate.of('2023-12-31') };
    expect(() => month(before)).toThrow('No rule is in force');
  });

  it('leaves out what is no distribution', () => {
    const objects = Object.entries(profitTaxObjects).filter(([, { isTaxed }]) => !isTaxed);
    expect(objects.map(([object]) => object)).toEqual([
      ...['dividend_to_georgian_enterprise', 'own_shares_as_dividend', 'capital_returned'],
      ...['foreign_dividend_passed_on', 'transfer_to_state_as_majority_owner'],
    ]);
  });

  it('leaves out what goes to a Georgian enterprise', () => {
    const objects = [
      { object: 'dividend_to_georgian_enterprise', amount: money('8500.00') },
      { object: 'free_supply', amount: money('1700.00') },
    ] as const;
    const taxed = month({ objects });
    expect(taxed.objects.map(({ tax }) => tax.toString())).toEqual(['0.00', '300.00']);
    expect(taxed.tax.toString()).toBe('300.00');
  });

  it('credits the tax on a loan that came back, and carries on what is left', () => {
    const returned = month({ taxOfReturned: money('1500.00'), objects: dividend('5100.00') });
    expect(returned).toMatchObject({
      ...{ tax: money('900.00'), creditUsed: money('900.00'), payable: nothing },
      creditCarriedForward: money('600.00'),
    });
    const next = month({ creditBroughtForward: money('600.00'), objects: dividend('5100.00') });
    expect(next).toMatchObject({ payable: money('300.00'), creditCarriedForward: nothing });
  });

  it.each<Partial<ProfitTaxMonth>>([
    { objects: dividend('-1.00') },
    { taxOfReturned: money('-1.00') },
    { creditBroughtForward: money('-1.00') },
  ])('is refused with %j', (change) => {
    expect(() => month(change)).toThrow(
      expect.objectContaining({ code: 'tax.profit_tax_amount_negative' }) as Error,
    );
  });

  it('neither loses nor makes credit', () => {
    const amounts = fc.bigInt(0n, 10n ** 12n).map((units) => Money.ofMinorUnits(units));
    fc.assert(
      fc.property(amounts, amounts, amounts, (amount, taxOfReturned, creditBroughtForward) => {
        const objects = [{ object: 'deemed_distribution', amount } as const];
        const taxed = month({ objects, taxOfReturned, creditBroughtForward });
        expect(taxed.payable.plus(taxed.creditUsed).equals(taxed.tax)).toBe(true);
        expect(taxed.payable.isNegative()).toBe(false);
        expect(taxed.creditCarriedForward.isNegative()).toBe(false);
      }),
    );
  });

  it('has an article for every object', () => {
    for (const { article } of Object.values(profitTaxObjects)) {
      expect(article).toMatch(/^Tax Code, article 98[¹²³⁴]/u);
    }
  });
});
