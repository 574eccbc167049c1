import { startTax, type StartedTax } from './started-tax';

let service: StartedTax;

beforeAll(async () => {
  service = await startTax();
});

afterAll(async () => {
  await service.stop();
});

const compute = (name: string, body: object) =>
  service.caller().post(`/tax/calculations/${name}`, body);
const on = '2026-11-22';
const salary = { on, amount: '2000', amountIs: 'gross', isPensionMember: true };

describe('a calculation', () => {
  it.each<[string, object, object]>([
    [
      'profit-tax',
      {
        on,
        objects: [
          { object: 'dividend', amount: '8500' },
          { object: 'dividend_to_georgian_enterprise', amount: '1000' },
        ],
        ...{ taxOfReturned: '0', creditBroughtForward: '600' },
      },
      {
        ...{ tax: '1500.00', creditUsed: '600.00', payable: '900.00' },
        objects: [
          { taxableAmount: '10000.00' },
          { tax: '0.00', article: 'Tax Code, article 98¹(2)' },
        ],
      },
    ],
    [
      'dividend',
      { on, dividend: '850', recipient: 'individual_or_non_resident' },
      { profitTax: '150.00', withheld: '42.50', paidOut: '807.50' },
    ],
    [
      'representation',
      { on, spent: '13400', income: '1000000', expense: '0' },
      { limit: '10000.00', above: '3400.00' },
    ],
    ['donations', { on, given: '10', netProfit: '-5' }, { limit: '0.00', above: '10.00' }],
    ['annual-profit', { on, income: '1000', deductions: '400' }, { tax: '120.00' }],
    [
      'profit-tax-advances',
      { year: 2027, taxOfLastYear: '1000' },
      { payments: [{ amount: '250.00', dueOn: '2027-05-18' }, {}, {}, {}] },
    ],
    ['special-profit-tax', { on, base: 'bets', amount: '1000' }, { tax: '70.00' }],
    ['high-mountain-exemption', { on, since: '2020-01-01' }, { until: '2029-12-31' }],
    [
      'tax-depreciation',
      { on, group: 2, opening: '10000', additions: '5000', proceeds: '2000' },
      { depreciation: '2600.00', closing: '10400.00', rules: [{ status: 'needs_accountant' }] },
    ],
    [
      'salary',
      { ...salary, relief: '120' },
      { incomeTax: '368.00', net: '1592.00', incomeTaxByGrossMethod: '368.48' },
    ],
    ['salary', { ...salary, employer: 'international_company' }, { incomeTax: '98.00' }],
    [
      'salary-relief',
      { on, categories: ['single_mother', 'disability'], used: '5880' },
      { limit: '6000.00', left: '120.00', rules: [{ status: 'needs_accountant' }] },
    ],
    [
      'benefit-in-kind',
      { on, isPensionMember: true, marketPrice: '118', paidByEmployee: '0' },
      { gross: '150.51', incomeTax: '29.50', net: '118.00' },
    ],
    [
      'company-car',
      { on, engine: { kind: 'combustion', cubicCentimetres: 2499 } },
      { incomeTax: '100.00' },
    ],
    ['salary', { ...salary, isPensionMember: false, relief: '120' }, { incomeTax: '376.00' }],
    ['salary', { ...salary, amount: '784', amountIs: 'net' }, { gross: '1000.00' }],
    ['state-pension', { on, annualSalary: '36000' }, { contribution: '600.00' }],
    [
      'withholding',
      {
        ...{ on, case: 'non_resident_services', amount: '1000', amountIs: 'gross' },
        treaty: { name: 'Example', rate: '5' },
      },
      { tax: '50.00', net: '950.00', treatyRelief: '50.00', treaty: 'Example' },
    ],
    [
      'property-tax',
      { on, opening: '500000', closing: '400000' },
      { average: '450000.00', tax: '4500.00', advance: '4500.00' },
    ],
    [
      'small-business',
      { on, income: '30000', incomeBefore: '480000' },
      { rate: '3', tax: '900.00', isAboveLimit: true },
    ],
  ])('of %s with %j', async (name, body, expected) => {
    expect(await compute(name, body)).toMatchObject({ status: 200, body: expected });
  });

  it.each<[string, string, object, string]>([
    [
      'a rate above the highest',
      'property-tax',
      { on, opening: '1', closing: '1', rate: '1.1' },
      'tax.property_tax_rate_too_high',
    ],
    [
      'relief of a net salary',
      'salary',
      { ...salary, amountIs: 'net', relief: '1' },
      'host.invalid_request',
    ],
    [
      'an object that is none',
      'profit-tax',
      {
        ...{ on, taxOfReturned: '0', creditBroughtForward: '0' },
        objects: [{ object: 'luck', amount: '1' }],
      },
      'host.invalid_request',
    ],
  ])('is refused with %s', async (_, name, body, code) => {
    expect(await compute(name, body)).toMatchObject({ status: 400, body: { code } });
  });

  it('is refused for a day without a rule', async () => {
    const body = { on: '2022-12-31', income: '1000', deductions: '400' };
    expect(await compute('annual-profit', body)).toMatchObject({
      ...{ status: 422, body: { code: 'tax.rule_not_in_force' } },
    });
  });
});
