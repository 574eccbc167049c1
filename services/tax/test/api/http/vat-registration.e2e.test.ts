import { startTax, type StartedTax } from './started-tax';

let service: StartedTax;

beforeAll(async () => {
  service = await startTax();
});

afterAll(async () => {
  await service.stop();
});

const path = '/tax/vat/registration';
const sale = (date: string, amount: string) => ({
  date,
  entries: [`Dr 1410 ${amount}`, `Cr 6110 ${amount}`],
});

describe('the duty to register for VAT', () => {
  it('is found to the transaction that crossed the line, with the day to apply by', async () => {
    const caller = service.caller();
    const [, crossing] = await service.publish(caller.companyId, [
      sale('2026-03-05', '97000.00'),
      sale('2026-11-20', '4000.00'),
      {
        date: '2026-04-01',
        entries: ['Dr 1610 500000.00', 'Dr 3340 90000.00', 'Cr 3110 590000.00'],
      },
    ]);
    await service.untilEntries(caller.companyId, 3);
    expect(await caller.get(path)).toMatchObject({
      status: 200,
      body: {
        ...{ asOf: '2026-11-22', threshold: '100000.00', total: '101000.00' },
        crossing: { on: '2026-11-20', transactionId: crossing, applyBy: '2026-11-25' },
        rules: [{ id: 'vat.registration_threshold', article: 'Tax Code, article 165(1)' }, {}],
      },
    });
    const before = await caller.get(`${path}?asOf=2026-11-19`);
    expect(before.body).toMatchObject({ total: '97000.00' });
    expect(before.body).not.toHaveProperty('crossing');
  });

  it('is forecast from the last three months', async () => {
    const caller = service.caller();
    await service.publish(caller.companyId, [
      ...[sale('2026-08-05', '30000.00'), sale('2026-09-05', '30000.00')],
      sale('2026-10-05', '30000.00'),
    ]);
    await service.untilEntries(caller.companyId, 3);
    expect((await caller.get(path)).body).toMatchObject({ expectedIn: '2026-11' });
  });

  it('is nothing for a company without supplies, and no other company’s', async () => {
    const { body } = await service.caller().get(path);
    expect(body).toMatchObject({ total: '0.00' });
    expect(body).not.toHaveProperty('crossing');
    expect(body).not.toHaveProperty('expectedIn');
  });

  it('is read by who may read tax reports, for a day that is one', async () => {
    expect((await service.caller({ permissions: [] }).get(path)).status).toBe(403);
    expect((await service.caller().get(`${path}?asOf=soon`)).status).toBe(400);
  });
});
