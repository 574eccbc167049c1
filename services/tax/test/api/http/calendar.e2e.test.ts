import { startTax, type StartedTax } from './started-tax';

let service: StartedTax;

beforeAll(async () => {
  service = await startTax();
});

afterAll(async () => {
  await service.stop();
});

const ask = (query: string) => service.caller().get(`/tax/calendar?${query}`);

describe('the tax calendar', () => {
  it('says what is due, with article and the day after the shift', async () => {
    expect(await ask('from=2026-11-01&to=2026-11-30&traits=vat_payer')).toMatchObject({
      status: 200,
      body: {
        duties: [
          {
            ...{ duty: 'vat.return', period: '2026-10', article: 'Tax Code, article 168(1)' },
            ...{ statutoryDate: '2026-11-15', dueOn: '2026-11-16', kind: 'return_and_payment' },
          },
        ],
      },
    });
  });

  it.each([
    'from=2026-11-01&to=2026-11-30',
    'from=2026-11-01&to=2026-11-30&traits=rich',
    'from=2026-11-30&to=2026-11-01&traits=employer',
    'from=2026-11-30&to=2036-11-01&traits=employer',
    'from=soon&to=2026-11-01&traits=employer',
  ])('is refused for %s', async (query) => {
    expect(await ask(query)).toMatchObject({ status: 400, body: { code: 'host.invalid_request' } });
  });
});
