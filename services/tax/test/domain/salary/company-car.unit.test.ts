import { AccountingDate } from '@accounting/kernel';
import { companyCarTax, type CarEngine } from '../../../src/domain/salary/company-car';
import { taxLaw } from '../../tax-law';

const on = AccountingDate.of('2026-11-30');
const ofEngine = (cubicCentimetres: number): CarEngine => ({
  ...{ kind: 'combustion', cubicCentimetres },
});

describe('the tax on private use of an employer’s car', () => {
  it.each<[string, CarEngine, number]>([
    ['300.00', ofEngine(3501), 3],
    ['200.00', ofEngine(3500), 3],
    ['200.00', ofEngine(2500), 3],
    ['100.00', ofEngine(2499), 3],
    ['60.00', { kind: 'hybrid' }, 1],
    ['0.00', { kind: 'electric' }, 1],
  ])('is %s a month for %j', (tax, engine, count) => {
    const { incomeTax, rules } = companyCarTax(taxLaw.rules, { engine, on });
    expect(incomeTax.toString()).toBe(tax);
    expect(rules).toHaveLength(count);
  });
});
