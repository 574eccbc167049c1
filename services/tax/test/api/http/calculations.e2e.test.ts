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
const invoice = { on, prices: 'exclusive', lines: [{ price: '10.03' }, { price: '10.03' }] };

describe('a calculation', () => {
  it.each<[string, object, object]>([
    [
      'vat-document',
      invoice,
      {
        ...{ net: '20.06', vat: '3.62', gross: '23.68' },
        lines: [
          { net: '10.03', vat: '1.81', gross: '11.84' },
          { net: '10.03', vat: '1.81', gross: '11.84' },
        ],
        rules: [{ id: 'vat.standard_rate', article: 'Tax Code, article 166', value: '18' }],
      },
    ],
    [
      'vat-document',
      { ...invoice, rounding: 'per_document' },
      { vat: '3.61', lines: [{ vat: '1.80' }, { vat: '1.81' }] },
    ],
    [
      'vat-document',
      { on, prices: 'inclusive', lines: [{ price: '118.00', vat: '18.01', rate: '18.0' }] },
      { net: '99.99', vat: '18.01', gross: '118.00' },
    ],
    ['vat-margin', { on, bought: '10000', sold: '11180' }, { margin: '1180.00', vat: '180.00' }],
    [
      'vat-import',
      { on, customsValue: '10000', importDuty: '1200', excise: '0', otherCharges: '0' },
      { base: '11200.00', vat: '2016.00' },
    ],
    [
      'vat-partial-credit',
      { on, inputVat: '1000', creditable: '80000', withoutCredit: '20000' },
      { credit: '800.00', notCredited: '200.00' },
    ],
    [
      'vat-fixed-asset',
      {
        ...{ on, kind: 'building', vat: '180000', yearOfUse: 3 },
        use: { creditable: '60', withoutCredit: '40' },
      },
      { yearly: '18000.00', cancelled: '7200.00' },
    ],
    [
      'late-payment',
      { tax: '1800', dueOn: '2026-10-15', paidOn: '2026-11-14', filedOn: '2026-11-04' },
      { interest: '27.00', days: 30, lateReturnFine: '90.00' },
    ],
    [
      'understatement',
      { on, declared: '1000', understated: '200' },
      { amount: '50.00', rules: [{ id: 'late.understatement_medium_rate' }, {}] },
    ],
  ])('of %s with %j', async (name, body, expected) => {
    expect(await compute(name, body)).toMatchObject({ status: 200, body: expected });
  });

  it.each<[string, string, object, string]>([
    [
      'VAT that is not that of its rate',
      'vat-document',
      { ...invoice, lines: [{ price: '100', vat: '20' }] },
      'tax.vat_mismatch',
    ],
    [
      'a rate that no rule knows',
      'vat-document',
      { ...invoice, lines: [{ price: '100', rate: '20' }] },
      'tax.vat_rate_unknown',
    ],
    ['no lines', 'vat-document', { ...invoice, lines: [] }, 'host.invalid_request'],
    [
      'an amount that is none',
      'vat-margin',
      { on, bought: '1e3', sold: '1' },
      'host.invalid_request',
    ],
    ['a price below zero', 'vat-margin', { on, bought: '-1', sold: '1' }, 'host.invalid_request'],
    [
      'an understatement of nothing',
      'understatement',
      { on, declared: '1', understated: '0' },
      'host.invalid_request',
    ],
  ])('is refused with %s', async (_, name, body, code) => {
    expect(await compute(name, body)).toMatchObject({ status: 400, body: { code } });
  });

  it('names the article in its refusal', async () => {
    const { body } = await compute('vat-document', {
      ...{ ...invoice, lines: [{ price: '100', rate: '20' }] },
    });
    expect(body).toMatchObject({
      details: { rate: '20', inForce: '18', article: 'Tax Code, article 166' },
      violations: [{ field: 'lines[0].rate' }],
    });
  });
});
