import { newUuid } from '@accounting/kernel';
import type { TransactionReceipt } from '../../../src/application/transaction-use-cases';
import { balanceOf, chart, footprintOf, newCompany, pair, transactionBody } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
});
afterAll(() => ledger.stop());

const send = (key: string, fields = {}, caller = company) =>
  caller.post<TransactionReceipt>('/transactions/post', transactionBody(fields), { key });

describe('the same request under the same key', () => {
  it('gets the first answer again and changes nothing', async () => {
    const first = await send('sale-1');
    const before = await footprintOf(ledger, company);
    const second = await send('sale-1');
    expect(first).toMatchObject({ status: 201, isReplay: false });
    expect(second).toMatchObject({ status: 201, isReplay: true, version: first.version });
    expect(second.body).toEqual(first.body);
    expect(await footprintOf(ledger, company)).toEqual(before);
  });

  it('is the same however its JSON is written', async () => {
    await accepted(send('sale-2'));
    const rewritten = Object.fromEntries(Object.entries(transactionBody()).reverse());
    const again = await company.post('/transactions/post', rewritten, { key: 'sale-2' });
    expect(again).toMatchObject({ status: 201, isReplay: true });
  });

  it('gets the first answer although it would be refused by now', async () => {
    const draft = await accepted(
      company.post<TransactionReceipt>('/transactions', transactionBody()),
    );
    const other = ledger.caller({ companyId: company.companyId, actorId: 'gocha' });
    const path = `/transactions/${draft.transactionId}/approve`;
    const first = await other.post(path, undefined, { key: 'approval-1' });
    const second = await other.post(path, undefined, { key: 'approval-1' });
    expect(second).toMatchObject({ status: 200, isReplay: true, body: first.body });
  });

  it('creates one transaction when two hundred arrive at once', async () => {
    const before = await footprintOf(ledger, company);
    const entries = pair(chart.goods, chart.suppliers, '59.00');
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => send('purchase-1', { entries })),
    );
    const [first] = answers;
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(answers.filter(({ isReplay }) => !isReplay)).toHaveLength(1);
    expect(answers.map(({ body }) => body)).toEqual(answers.map(() => first?.body));
    const after = await footprintOf(ledger, company);
    expect(Number(after['transactions']) - Number(before['transactions'])).toBe(1);
    expect((await balanceOf(company, chart.goods)).balanceGel).toBe('59.00');
  });
});

describe('another request under the same key', () => {
  it('is refused, and leaves nothing behind', async () => {
    await accepted(send('sale-3'));
    const before = await footprintOf(ledger, company);
    const entries = pair(chart.cash, chart.sales, '100.01');
    expect(await refused(send('sale-3', { entries }))).toMatchObject({
      status: 400,
      code: 'event_store.idempotency_key_reused',
    });
    expect(await footprintOf(ledger, company)).toEqual(before);
  });

  it('is refused although the operation is another and the body the same', async () => {
    await accepted(send('sale-4'));
    const drafted = company.post('/transactions', transactionBody(), { key: 'sale-4' });
    expect(await refused(drafted)).toMatchObject({ code: 'event_store.idempotency_key_reused' });
  });
});

describe('a key', () => {
  it('belongs to its company', async () => {
    const other = await newCompany(ledger);
    const first = await accepted(send('shared-key'));
    const second = await accepted(send('shared-key', {}, other));
    expect(second.transactionId).not.toBe(first.transactionId);
  });

  it('is free again when its request was refused', async () => {
    const key = newUuid();
    const entries = pair(chart.cash, chart.sales, '0.00');
    await refused(send(key, { entries }));
    await accepted(send(key));
  });

  it('is required wherever something is created or changed by POST', async () => {
    const without = company.send('POST', '/transactions/post', { body: transactionBody() });
    expect(await refused(without)).toMatchObject({
      status: 400,
      code: 'host.invalid_request',
      violations: [{ field: 'Idempotency-Key', code: 'host.field_missing' }],
    });
  });
});
