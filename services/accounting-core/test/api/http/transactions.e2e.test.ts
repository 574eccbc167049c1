import type { TransactionView } from '../../../src/application/ports';
import type { TransactionReceipt } from '../../../src/application/transaction-use-cases';
import { booksOf, chart, newCompany, pair, post, today, transactionBody } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let chief: Caller;
let accountant: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  chief = await newCompany(ledger);
  accountant = ledger.caller({
    companyId: chief.companyId,
    actorId: 'gocha',
    permissions: ['accounts:read', 'transactions:read', 'transactions:write'],
  });
});
afterAll(() => ledger.stop());

const draft = (fields = {}): Promise<TransactionReceipt> =>
  accepted(accountant.post<TransactionReceipt>('/transactions', transactionBody(fields)));

const act = (caller: Caller, id: string, action: string, body?: object) =>
  caller.post<TransactionReceipt>(`/transactions/${id}/${action}`, body);

const find = (id: string): Promise<TransactionView> =>
  accepted(chief.get<TransactionView>(`/transactions/${id}`));

const approvedDraft = async (): Promise<string> => {
  const { transactionId } = await draft();
  await accepted(act(chief, transactionId, 'approve'));
  return transactionId;
};

describe('a draft', () => {
  it('is no part of the books', async () => {
    const before = await booksOf(chief);
    const { transactionId, ...receipt } = await draft();
    expect(receipt).toEqual({
      status: 'draft',
      version: 1,
      transactionDate: today,
      totalGel: '100.00',
    });
    expect(await find(transactionId)).toMatchObject({
      status: 'draft',
      createdBy: 'gocha',
      postedAt: null,
      entries: [
        { accountCode: chart.cash, side: 'debit', amountGel: '100.00' },
        { accountCode: chart.sales, side: 'credit', amountGel: '100.00' },
      ],
    });
    expect(await booksOf(chief)).toEqual(before);
  });

  it('is replaced as a whole, at the version that was read', async () => {
    const { transactionId } = await draft();
    const body = transactionBody({ entries: pair(chart.bank, chart.sales, '7.00') });
    const revised = await accountant.put(`/transactions/${transactionId}`, body, 1);
    expect(revised).toMatchObject({ status: 200, version: 2, body: { totalGel: '7.00' } });
    expect(await refused(accountant.put(`/transactions/${transactionId}`, body, 1))).toMatchObject({
      status: 412,
      code: 'event_store.version_mismatch',
    });
    expect(await refused(accountant.put(`/transactions/${transactionId}`, body))).toMatchObject({
      status: 428,
    });
  });

  it('is not posted before somebody approves it', async () => {
    const { transactionId } = await draft();
    expect(await refused(act(chief, transactionId, 'post'))).toMatchObject({
      status: 422,
      code: 'accounting-core.transaction_not_approved',
    });
  });

  it('takes an id once', async () => {
    const { transactionId } = await draft();
    const again = chief.post('/transactions', transactionBody({ transactionId }));
    expect(await refused(again)).toMatchObject({
      status: 409,
      code: 'accounting-core.transaction_already_exists',
    });
  });
});

describe('four eyes', () => {
  it('refuse the approval of whoever wrote the draft', async () => {
    const own = await accepted(chief.post<TransactionReceipt>('/transactions', transactionBody()));
    expect(await refused(act(chief, own.transactionId, 'approve'))).toMatchObject({
      status: 403,
      code: 'accounting-core.own_transaction_approved',
    });
  });

  it('refuse the approval of whoever revised it last', async () => {
    const { transactionId } = await draft();
    await accepted(chief.put(`/transactions/${transactionId}`, transactionBody(), 1));
    expect(await refused(act(chief, transactionId, 'approve'))).toMatchObject({ status: 403 });
  });

  it('can be checked afterwards: who wrote what was approved is named', async () => {
    const { transactionId } = await draft();
    expect(await find(transactionId)).toMatchObject({ lastEditedBy: null, lastEditedAt: null });
    const eka = ledger.caller({ companyId: chief.companyId, actorId: 'eka' });
    await accepted(eka.put(`/transactions/${transactionId}`, transactionBody(), 1));
    await accepted(act(chief, transactionId, 'approve'));
    await accepted(act(chief, transactionId, 'post'));
    expect(await find(transactionId)).toMatchObject({
      createdBy: 'gocha',
      lastEditedBy: 'eka',
      lastEditedAt: expect.stringMatching(/^2026-11-22T/) as string,
      approvedBy: 'nino',
    });
  });

  it('may be waived by the company, with a reason', async () => {
    const owner = await newCompany(ledger);
    const { body, version } = await owner.get<{ accounts: object }>('/accounts/settings');
    const fourEyes = { required: false, reason: 'A company of one person' };
    await accepted(owner.put('/accounts/settings', { accounts: body.accounts, fourEyes }, version));
    const own = await accepted(owner.post<TransactionReceipt>('/transactions', transactionBody()));
    await accepted(act(owner, own.transactionId, 'approve'));
  });
});

describe('an approved transaction', () => {
  it('enters the books when it is posted, and only then', async () => {
    const transactionId = await approvedDraft();
    const before = await booksOf(chief);
    const posted = await act(chief, transactionId, 'post');
    expect(posted).toMatchObject({ status: 200, version: 3, body: { status: 'posted' } });
    const after = await booksOf(chief);
    expect(Number(after[chart.cash]) - Number(before[chart.cash] ?? '0')).toBe(100);
    expect(await find(transactionId)).toMatchObject({
      status: 'posted',
      createdBy: 'gocha',
      approvedBy: 'nino',
      postedBy: 'nino',
    });
  });

  it('is not changed any more', async () => {
    const transactionId = await approvedDraft();
    const revision = accountant.put(`/transactions/${transactionId}`, transactionBody(), 2);
    expect(await refused(revision)).toMatchObject({
      status: 422,
      code: 'accounting-core.transaction_not_draft',
    });
  });

  it('may still be rejected, with the reason', async () => {
    const transactionId = await approvedDraft();
    await accepted(act(chief, transactionId, 'reject', { reason: 'ორჯერ შეყვანილი' }));
    expect(await find(transactionId)).toMatchObject({
      status: 'rejected',
      rejectedBy: 'nino',
      rejectionReason: 'ორჯერ შეყვანილი',
    });
    expect(await refused(act(chief, transactionId, 'post'))).toMatchObject({ status: 422 });
  });
});

describe('a posted transaction', () => {
  it('is posted once', async () => {
    const { transactionId } = await post(chief);
    expect(await refused(act(chief, transactionId, 'post'))).toMatchObject({
      status: 422,
      code: 'accounting-core.transaction_already_posted',
    });
  });

  it('is corrected by a reversal, and both name each other', async () => {
    const before = await booksOf(chief);
    const { transactionId } = await post(chief);
    const reversed = await act(chief, transactionId, 'reverse', {
      reversalDate: today,
      reason: 'Wrong customer',
    });
    const reversalId = reversed.body.reversalTransactionId as string;
    expect(reversed).toMatchObject({
      status: 201,
      body: { transactionId, status: 'reversed', version: 2 },
    });
    // What was created is the reversal: the headers are about it.
    expect(reversed.headers.get('location')).toBe(`/api/v1/transactions/${reversalId}`);
    expect(reversed.version).toBe((await find(reversalId)).version);
    expect(await find(transactionId)).toMatchObject({
      status: 'reversed',
      reversedBy: reversalId,
      reversalOf: null,
    });
    expect(await find(reversalId)).toMatchObject({
      status: 'posted',
      transactionType: 'reversal',
      reversalOf: transactionId,
      entries: [
        { accountCode: chart.cash, side: 'credit' },
        { accountCode: chart.sales, side: 'debit' },
      ],
    });
    expect(await booksOf(chief)).toEqual(before);
  });

  it('is reversed once, and its reversal never', async () => {
    const { transactionId } = await post(chief);
    const reversal = { reversalDate: today, reason: 'Wrong customer' };
    const { reversalTransactionId = '' } = await accepted(
      act(chief, transactionId, 'reverse', reversal),
    );
    expect(await refused(act(chief, transactionId, 'reverse', reversal))).toMatchObject({
      status: 422,
      code: 'accounting-core.transaction_already_reversed',
    });
    expect(await refused(act(chief, reversalTransactionId, 'reverse', reversal))).toMatchObject({
      status: 422,
      code: 'accounting-core.reversal_not_reversible',
    });
  });

  it('is not reversed before its own date, nor under an id that is taken', async () => {
    const { transactionId } = await post(chief);
    const other = await post(chief);
    const early = { reversalDate: '2026-11-21', reason: 'Wrong customer' };
    expect(await refused(act(chief, transactionId, 'reverse', early))).toMatchObject({
      status: 422,
      code: 'accounting-core.reversal_before_original',
      violations: [{ field: 'reversalDate' }],
    });
    for (const reversalTransactionId of [other.transactionId, transactionId]) {
      const taken = { reversalDate: today, reason: 'Wrong customer', reversalTransactionId };
      expect(await refused(act(chief, transactionId, 'reverse', taken))).toMatchObject({
        status: 409,
        code: 'accounting-core.transaction_already_exists',
        violations: [{ field: 'reversalTransactionId' }],
      });
    }
  });
});

describe('creating and posting in one call', () => {
  it('puts the transaction in the books before it answers', async () => {
    const before = Number((await booksOf(chief))[chart.bank] ?? '0');
    const posted = await chief.post<TransactionReceipt>(
      '/transactions/post',
      transactionBody({ entries: pair(chart.bank, chart.sales, '11.80') }),
    );
    expect(posted).toMatchObject({ status: 201, version: 1, body: { status: 'posted' } });
    expect(Number((await booksOf(chief))[chart.bank]) - before).toBeCloseTo(11.8);
  });

  it('is for those who may post, not for those who may only write', async () => {
    expect(await refused(accountant.post('/transactions/post', transactionBody()))).toMatchObject({
      status: 403,
      code: 'host.permission_denied',
      details: { permission: 'transactions:post' },
    });
  });

  it('values a foreign amount at the rate of the entry, of the day, or as it is told', async () => {
    await accepted(chief.put('/exchange-rates/USD/2026-11-20', { rate: '2.7000', source: 'nbg' }));
    const entries = [
      { accountCode: chart.foreignBank, debit: '10.00', currency: 'USD' },
      { accountCode: chart.foreignBank, debit: '10.00', currency: 'USD', exchangeRate: '2.8' },
      { accountCode: chart.foreignBank, debit: '10.00', currency: 'USD', amountGel: '27.51' },
      { accountCode: chart.sales, credit: '82.51' },
    ];
    const { transactionId } = await post(chief, { entries });
    expect((await find(transactionId)).entries.map(({ amountGel }) => amountGel)).toEqual([
      '27.00',
      '28.00',
      '27.51',
      '82.51',
    ]);
  });

  it('takes a conversion difference of up to 0.05 visibly to its own account', async () => {
    const entries = (gel: string) => [
      { accountCode: chart.foreignBank, debit: '10.00', currency: 'USD', exchangeRate: '2.7' },
      { accountCode: chart.sales, credit: gel },
    ];
    const { transactionId } = await post(chief, { entries: entries('27.05') });
    expect((await find(transactionId)).entries[2]).toMatchObject({
      accountCode: chart.exchangeLoss,
      side: 'debit',
      amountGel: '0.05',
      isConversionDifference: true,
    });
    const tooMuch = chief.post(
      '/transactions/post',
      transactionBody({ entries: entries('27.06') }),
    );
    expect(await refused(tooMuch)).toMatchObject({
      status: 400,
      code: 'accounting-core.transaction_unbalanced',
    });
  });

  it('keeps what is said of each entry', async () => {
    const fields = {
      description: 'ნოუთბუქი, 2 ცალი',
      counterpartyTin: '404404404',
      project: 'თბილისი-2026',
      costCentre: 'HQ',
      documentReference: 'INV-7',
    };
    const entries = pair(chart.customers, chart.sales, '1.00', fields);
    const { transactionId } = await post(chief, { entries, documentReference: 'ACT-1' });
    const found = await find(transactionId);
    expect(found.documentReference).toBe('ACT-1');
    expect(found.entries).toMatchObject([fields, fields]);
  });
});

describe('what is created', () => {
  it('is found where the answer says, also when the request is repeated', async () => {
    const send = () => chief.post('/transactions', transactionBody(), { key: 'created-once' });
    const location = (await send()).headers.get('location') ?? '';
    expect((await send()).headers.get('location')).toBe(location);
    const found = await accepted(chief.get(location.replace('/api/v1', '')));
    expect(found).toMatchObject({ status: 'draft', createdBy: 'nino' });
  });
});

describe('a request with mistakes of several kinds', () => {
  const fieldsOf = async (body: object): Promise<readonly string[]> => {
    const { violations = [] } = await refused(chief.post('/transactions/post', body));
    return violations.map(({ field, code }) => `${field} ${code.split('.')[1] ?? ''}`).toSorted();
  };

  it('is told of all of them at once', async () => {
    const entries = [
      { accountCode: chart.cash, debit: '1e5', colour: 'red' },
      { accountCode: chart.sales, credit: '1.005' },
      { accountCode: chart.sales, credit: 5 },
      'nothing',
    ];
    const body = { transactionDate: '22.11.2026', description: ' ', entries, urgent: true };
    expect(await fieldsOf(body)).toEqual([
      'description text_invalid',
      'entries[0].colour field_unknown',
      'entries[0].debit amount_invalid',
      'entries[1].credit amount_too_precise',
      'entries[2].credit field_type',
      'entries[3] field_type',
      'transactionDate transaction_date_invalid',
      'urgent field_unknown',
    ]);
  });

  it('is told of a field once, and of what can be said of the rest', async () => {
    const description = 'x'.repeat(2001);
    expect(await fieldsOf({ transactionDate: 7, description, entries: 'none' })).toEqual([
      'description field_too_large',
      'entries field_type',
      'transactionDate field_type',
    ]);
    expect(await fieldsOf([])).toEqual(['body field_type']);
  });
});

describe('the entries of one transaction', () => {
  it.each([10_001, 20_001])('are at most 10,000: %i are refused as too many', async (count) => {
    const entries = Array.from({ length: count }, () => ({ accountCode: '1' }));
    expect(await refused(chief.post('/transactions', transactionBody({ entries })))).toMatchObject({
      status: 400,
      code: 'accounting-core.too_many_entries',
      violations: [{ field: 'entries', code: 'accounting-core.too_many_entries' }],
    });
  });

  it('keep balances by one form of a value, however it was typed', async () => {
    const composed = 'Caf\u00e9';
    const typed = { project: ' Cafe\u0301 ', costCentre: '\u00a0HQ', documentReference: 'A  1 ' };
    const entries = pair(chart.cash, chart.sales, '1.00', typed);
    const { transactionId } = await post(chief, { entries, documentReference: ' ACT-2' });
    expect(await find(transactionId)).toMatchObject({
      documentReference: 'ACT-2',
      entries: [{ project: composed, costCentre: 'HQ', documentReference: 'A  1' }, {}],
    });
  });
});

describe('a transaction that is not there', () => {
  const nobody = '0193a5c2-7c1e-7d3a-9b1f-000000000000';

  it('is not found by who would change it, whatever version they name', async () => {
    const foreign = await post(await newCompany(ledger));
    for (const id of [nobody, foreign.transactionId]) {
      const revision = accountant.put(`/transactions/${id}`, transactionBody(), 1);
      expect(await refused(revision)).toMatchObject({
        status: 404,
        code: 'accounting-core.transaction_not_found',
      });
    }
  });

  it.each(['approve', 'post'])('cannot be asked to %s', async (action) => {
    expect(await refused(act(chief, nobody, action))).toMatchObject({
      status: 404,
      code: 'accounting-core.transaction_not_found',
    });
  });

  it('is not found', async () => {
    expect(await refused(chief.get(`/transactions/${nobody}`))).toMatchObject({ status: 404 });
  });
});
