// Numbers are synthetic.
import { startTax, type StartedTax } from './started-tax';

let service: StartedTax;

beforeAll(async () => {
  service = await startTax();
});

afterAll(async () => {
  await service.stop();
});

const row = {
  recipient: { kind: 'individual', id: '01234567890', firstName: 'ნინო', surname: 'ბერიძე' },
  ...{ residency: '268', category: 4, incomeType: 1 },
  ...{ amount: '2000', paidOn: '2026-11-05', rate: '20' },
};
const ask = (...rows: readonly object[]) =>
  service.caller().post('/tax/withholding-returns/import-file', { month: '2026-11', rows });

describe('the file of the return of tax withheld', () => {
  it('is answered, with the rows whose rate no rule knows', async () => {
    const { status, body } = await ask(row, { ...row, category: 26, incomeType: 7 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ uncheckedRates: [1] });
    expect((body as { file: string }).file).toContain('>2000.00</Data>');
  });

  it('is refused with the fields that are wrong', async () => {
    const answer = await ask(row, { ...row, relief: '2000.01', paidOn: '2026-12-01' });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 'tax.form_30_rows_invalid',
        violations: [{ field: 'rows[1].relief' }, { field: 'rows[1].paidOn' }],
      },
    });
  });
});
