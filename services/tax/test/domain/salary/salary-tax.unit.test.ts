import { AccountingDate, Money } from '@accounting/kernel';
import fc from 'fast-check';
import {
  incomeTaxByGrossMethod,
  salaryFromGross,
  salaryFromNet,
  type SalaryTax,
} from '../../../src/domain/salary/salary-tax';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const { rules } = taxLaw;
const on = AccountingDate.of('2026-11-22');
const money = Money.of;
const two = (text: string): string => money(text).toString();

interface Row {
  readonly gross: string;
  readonly pension_ee: string;
  readonly base: string;
  readonly pit: string;
  readonly net: string;
  readonly pension_er: string;
  readonly cost: string;
}

const rowOf = (salary: SalaryTax): Row => ({
  gross: salary.gross.toString(),
  pension_ee: salary.employeePension.toString(),
  base: salary.base.toString(),
  pit: salary.incomeTax.toString(),
  net: salary.net.toString(),
  pension_er: salary.employerPension.toString(),
  cost: salary.cost.toString(),
});
const expectedRow = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, text]) => [name, two(text as string)]),
  ) as unknown as Row;

const fromGross = (gross: Money, isPensionMember: boolean, relief = Money.zero()): SalaryTax =>
  salaryFromGross(rules, gross, { isPensionMember, relief, on });
const fromNet = (net: Money, isPensionMember = true): SalaryTax =>
  salaryFromNet(rules, net, { isPensionMember, on });

describe('figures: payroll', () => {
  it.each(figures.payroll.cases)('$gross leaves $net', (row) => {
    const isPensionMember = row.pension_ee !== '0';
    expect(rowOf(fromGross(money(row.gross), isPensionMember))).toEqual(expectedRow(row));
  });
});

describe('figures: net_to_gross', () => {
  it.each(figures.net_to_gross.cases)('$net is left of $gross', (row) => {
    expect(rowOf(fromNet(money(row.net)))).toEqual(expectedRow(row.check));
    expect(fromNet(money(row.net), false).gross.toString()).toBe(row.gross_no_pension);
  });
});

describe('figures: relief_6000_portal', () => {
  it('is used up month by month', () => {
    let relief = money('6000');
    for (const row of figures.relief_6000_portal.rows) {
      const salary = fromGross(money(row.gross), true, relief);
      expect(rowOf(salary)).toEqual(expectedRow(row));
      relief = relief.minus(salary.reliefUsed);
    }
    expect(relief.isZero()).toBe(true);
  });
});

describe('figures: relief_S13', () => {
  const gross = money('14370');
  const relief = money('6000');

  it('is taken off the base after the pension contribution, as the form has it', () => {
    expect(fromGross(gross, true, relief).incomeTax.toString()).toBe(figures.relief_S13.portal);
  });

  it('gives another tax where it is taken off the gross', () => {
    const byGross = incomeTaxByGrossMethod(rules, gross, { relief, on });
    expect(byGross.toString()).toBe(figures.relief_S13.gross_method);
  });
});

describe('figures: benefit_in_kind', () => {
  const { item, gross_no_pension: withoutPension, pit, detail } = figures.benefit_in_kind;

  it('is grossed up', () => {
    const salary = fromNet(money(item), false);
    expect(salary.gross.toString()).toBe(withoutPension);
    expect(salary.incomeTax.toString()).toBe(pit);
    expect(rowOf(fromNet(money(item)))).toEqual(expectedRow(detail));
  });
});

describe('a salary', () => {
  const amounts = fc.bigInt(0n, 10n ** 10n).map((units) => Money.ofMinorUnits(units));

  it('is divided without a tetri left over', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), amounts, (gross, isMember, relief) => {
        const salary = fromGross(gross, isMember, relief);
        const parts = [salary.net, salary.incomeTax, salary.employeePension];
        expect(Money.sum(parts).equals(gross)).toBe(true);
        expect(salary.base.isNegative()).toBe(false);
      }),
    );
  });

  it('found from its net pays that, but for a tetri', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), (net, isMember) => {
        const missed = fromNet(net, isMember).net.minus(net).absolute();
        expect(missed.minorUnits <= 1n).toBe(true);
      }),
    );
  });

  it('names the rules it rests on', () => {
    expect(fromGross(money('1000'), true).rules.map(({ id }) => id)).toEqual([
      ...['salary.pension_employee_rate', 'salary.income_tax_rate'],
      'salary.pension_employer_rate',
    ]);
    expect(fromGross(money('1000'), false).rules).toHaveLength(1);
  });

  it('of an international company is taxed at 5%', () => {
    const terms = { employer: 'international_company', isPensionMember: true, on } as const;
    const salary = salaryFromGross(rules, money('1000'), { ...terms, relief: Money.zero() });
    expect(salary.incomeTax.toString()).toBe('49.00');
    expect(salaryFromNet(rules, money('931'), terms).gross.toString()).toBe('1000.00');
  });

  it('is not negative', () => {
    expect(() => fromGross(money('-1'), true)).toThrow('not negative');
    expect(() => fromGross(money('1'), true, money('-1'))).toThrow('not negative');
  });
});
