import { newUuid } from '@accounting/kernel';
import { startTax, type Caller, type StartedTax } from './started-tax';

let service: StartedTax;

beforeAll(async () => {
  service = await startTax();
});

afterAll(async () => {
  await service.stop();
});

const path = '/tax/vat/declarations/2026-10';
const posting = (amount: string) => ({
  date: '2026-10-12',
  entries: [`Dr 1410 ${amount}`, `Cr 6110 ${amount}`],
});
const say = (caller: Caller, line: string, transactionIds: readonly string[]) =>
  caller.post('/tax/vat/treatments', { line, transactionIds });

const filledLines = async (caller: Caller) => {
  const { body } = await caller.get<{
    lines: { id: string; base: string; vat: string }[];
    unclassified: string;
  }>(path);
  const filled = body.lines.filter(({ base }) => base !== '0.00');
  return { unclassified: body.unclassified, lines: filled.map(({ id, base }) => [id, base]) };
};

describe('turnover that was posted without VAT', () => {
  it('is on the line that somebody chose, without VAT', async () => {
    const caller = service.caller();
    const [exported = '', financial = '', abroad = ''] = await service.publish(caller.companyId, [
      ...[posting('500.00'), posting('70.00'), posting('9.00'), posting('1.00')],
    ]);
    await service.untilEntries(caller.companyId, 4);
    expect(await say(caller, 'I.14', [exported])).toMatchObject({
      ...{ status: 200, body: { line: 'I.14', changed: 1 } },
    });
    expect((await say(caller, 'I.14', [exported])).body).toMatchObject({ changed: 0 });
    await say(caller, 'I.14.1', [financial]);
    await say(caller, 'out_of_scope', [abroad]);
    expect(await filledLines(caller)).toEqual({
      unclassified: '10.00',
      lines: [
        ['I.14', '500.00'],
        ['I.14.1', '70.00'],
        ['I.15', '570.00'],
      ],
    });
  });

  it('is taken back from that line by a reversal', async () => {
    const caller = service.caller();
    const [sale = ''] = await service.publish(caller.companyId, [posting('500.00')]);
    await service.publish(caller.companyId, [
      {
        ...{ date: '2026-10-20', type: 'TRANSACTION_TYPE_REVERSAL', reversalOf: sale },
        entries: ['Cr 1410 500.00', 'Dr 6110 500.00'],
      },
    ]);
    await service.untilEntries(caller.companyId, 2);
    await say(caller, 'I.14', [sale]);
    expect(await filledLines(caller)).toEqual({ unclassified: '0.00', lines: [] });
    const { body } = await caller.get<{ items: { line: string }[] }>(`${path}/entries?line=I.14`);
    expect(body.items).toHaveLength(2);
  });

  it('changes a return that was submitted into one that needs to be amended', async () => {
    const caller = service.caller();
    const [sale = ''] = await service.publish(caller.companyId, [posting('500.00')]);
    await service.untilEntries(caller.companyId, 1);
    await caller.post(`${path}/generate`);
    const submission = { version: 1, channel: 'by_hand', receiptNumber: 'RS-1' };
    await caller.post(`${path}/submit`, { ...submission, submittedOn: '2026-11-16' });
    await say(caller, 'I.14', [sale]);
    expect((await caller.get(path)).body).toMatchObject({ status: 'changed_since_submission' });
  });

  it('is where it was said when the read models are made anew', async () => {
    const caller = service.caller();
    const [sale = ''] = await service.publish(caller.companyId, [posting('500.00')]);
    await service.untilEntries(caller.companyId, 1);
    await say(caller, 'I.14', [sale]);
    await service.rebuild();
    const { companyId } = caller;
    expect((await filledLines(service.caller({ companyId }))).unclassified).toBe('0.00');
  });

  it('is said of many transactions or of none', async () => {
    const caller = service.caller();
    const [sale = ''] = await service.publish(caller.companyId, [posting('500.00')]);
    await service.untilEntries(caller.companyId, 1);
    const stranger = newUuid();
    expect(await say(caller, 'I.14', [sale, stranger])).toMatchObject({
      status: 404,
      body: {
        code: 'tax.vat_treatment_nothing_unclassified',
        details: { transactionIds: [stranger] },
      },
    });
    expect((await filledLines(caller)).unclassified).toBe('500.00');
    expect((await say(service.caller(), 'I.14', [sale])).status).toBe(404);
  });

  it.each([
    ['I.1', 400, 'tax.vat_treatment_line_not_exempt'],
    ['nowhere', 400, 'tax.vat_treatment_line_not_exempt'],
  ])('cannot be on %s', async (line, status, code) => {
    const caller = service.caller();
    const [sale = ''] = await service.publish(caller.companyId, [posting('500.00')]);
    await service.untilEntries(caller.companyId, 1);
    expect(await say(caller, line, [sale])).toMatchObject({ status, body: { code } });
  });

  it('is said by who may prepare returns', async () => {
    const reader = service.caller({ permissions: ['reports:tax'] });
    expect((await say(reader, 'I.14', [newUuid()])).status).toBe(403);
    expect((await say(service.caller(), 'I.14', [])).status).toBe(400);
  });
});
