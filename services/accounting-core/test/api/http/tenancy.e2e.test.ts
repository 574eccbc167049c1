import { newUuid } from '@accounting/kernel';
import type { TransactionReceipt } from '../../../src/application/transaction-use-cases';
import type { Operation } from './answer-contract';
import {
  accountOf,
  booksOf,
  chart,
  footprintOf,
  newCompany,
  pair,
  post,
  today,
  transactionBody,
} from './bookkeeping';
import { accepted, type Answer, type Caller, type Sent } from './caller';
import { importFile, salesOf } from './import-files';
import { allPermissions, startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
/** The company whose books others must not see or touch. */
let owner: Caller;
/** Somebody with all permissions in a company of the same chart. */
let stranger: Caller;
/** Everything by which the owner's things can be named. */
const ids = {
  accountId: '',
  otherAccountId: '',
  transactionId: '',
  draftId: '',
  batchId: 'secret-batch',
  secret: 'სექრეტი-42',
};

beforeAll(async () => {
  ledger = await startLedger();
  owner = await newCompany(ledger);
  stranger = await newCompany(ledger);
  ids.accountId = (await accountOf(owner, chart.cash)).accountId;
  ids.otherAccountId = (await accountOf(owner, chart.sales)).accountId;
  const fields = { description: ids.secret, project: ids.secret, counterpartyTin: '200000001' };
  const entries = pair(chart.cash, chart.sales, '77.77', {
    ...fields,
    documentReference: ids.secret,
  });
  const said = { description: ids.secret, documentReference: ids.secret, entries };
  ids.transactionId = (await post(owner, said)).transactionId;
  const draft = await accepted(
    owner.post<TransactionReceipt>('/transactions', transactionBody(said)),
  );
  ids.draftId = draft.transactionId;
  await accepted(owner.put(`/exchange-rates/USD/${today}`, { rate: '2.4242' }));
  await accepted(owner.post('/fiscal-periods/2026-02/close'));
  await accepted(importFile(owner, { batchId: ids.batchId }, salesOf(1)));
});
afterAll(() => ledger.stop());

interface Attempt {
  /** Below the public prefix, with whatever names the owner's things. */
  readonly path: string;
  readonly body?: object;
  readonly raw?: string;
  readonly mediaType?: string;
  /** What the stranger may be answered; anything else would say that the thing exists. */
  readonly statuses: readonly number[];
}

const own = [200, 201];
const absent = [404];
const names = { nameEnglish: 'Mine', nameGeorgian: 'ჩემი' };

/** For every operation the request by which a stranger would reach the owner's things. */
const attempts: Readonly<Record<string, () => Attempt>> = {
  postAccountsChart: () => ({ path: '/accounts/chart', statuses: [422] }),
  getAccountsSettings: () => ({ path: '/accounts/settings', statuses: own }),
  putAccountsSettings: () => ({
    path: '/accounts/settings',
    body: {
      accounts: {
        conversionDifference: ids.accountId,
        exchangeGain: ids.accountId,
        exchangeLoss: ids.accountId,
        retainedEarnings: ids.accountId,
      },
      fourEyes: { required: true },
    },
    statuses: [422],
  }),
  getAccounts: () => ({
    path: `/accounts?limit=1000&parentAccountId=${ids.accountId}`,
    statuses: own,
  }),
  postAccounts: () => ({
    path: '/accounts',
    body: {
      ...names,
      code: '1111',
      type: 'asset',
      normalBalance: 'debit',
      parentAccountId: ids.accountId,
    },
    statuses: [422],
  }),
  getAccountsAccountId: () => ({ path: `/accounts/${ids.accountId}`, statuses: absent }),
  putAccountsAccountIdName: () => ({
    path: `/accounts/${ids.accountId}/name`,
    body: names,
    statuses: absent,
  }),
  putAccountsAccountIdParent: () => ({
    path: `/accounts/${ids.accountId}/parent`,
    body: { parentAccountId: null },
    statuses: absent,
  }),
  putAccountsAccountIdClassification: () => ({
    path: `/accounts/${ids.accountId}/classification`,
    body: { isMonetary: true, currency: null, ifrsLine: null, metadata: {} },
    statuses: absent,
  }),
  postAccountsAccountIdDeactivate: () => ({
    path: `/accounts/${ids.accountId}/deactivate`,
    statuses: absent,
  }),
  postAccountsAccountIdReactivate: () => ({
    path: `/accounts/${ids.accountId}/reactivate`,
    statuses: absent,
  }),
  postTransactionsImport: () => ({
    path: `/transactions/import?batchId=${ids.batchId}`,
    raw: `${JSON.stringify(
      transactionBody({ entries: [{ accountId: ids.accountId, debit: '1.00' }] }),
    )}\n`,
    mediaType: 'application/x-ndjson',
    // The row names an account of the other company; of a batch with a bad row nothing is posted.
    statuses: [422],
  }),
  getTransactionsImports: () => ({ path: '/transactions/imports', statuses: own }),
  getTransactionsImportsBatchId: () => ({
    path: `/transactions/imports/${ids.batchId}`,
    statuses: absent,
  }),
  getTransactions: () => ({
    path: `/transactions?search=${encodeURIComponent(ids.secret)}`,
    statuses: own,
  }),
  postTransactions: () => ({
    path: '/transactions',
    body: transactionBody({ transactionId: ids.transactionId }),
    statuses: own,
  }),
  postTransactionsPost: () => ({
    path: '/transactions/post',
    body: transactionBody({
      entries: [
        { accountId: ids.accountId, debit: '1.00' },
        { accountId: ids.otherAccountId, credit: '1.00' },
      ],
    }),
    statuses: [422],
  }),
  getTransactionsTransactionId: () => ({
    path: `/transactions/${ids.draftId}`,
    statuses: absent,
  }),
  putTransactionsTransactionId: () => ({
    path: `/transactions/${ids.draftId}`,
    body: transactionBody(),
    statuses: absent,
  }),
  postTransactionsTransactionIdApprove: () => ({
    path: `/transactions/${ids.draftId}/approve`,
    statuses: absent,
  }),
  postTransactionsTransactionIdReject: () => ({
    path: `/transactions/${ids.draftId}/reject`,
    body: { reason: 'x' },
    statuses: absent,
  }),
  postTransactionsTransactionIdPost: () => ({
    path: `/transactions/${ids.draftId}/post`,
    statuses: absent,
  }),
  postTransactionsTransactionIdReverse: () => ({
    path: `/transactions/${ids.draftId}/reverse`,
    body: { reversalDate: today, reason: 'x' },
    statuses: absent,
  }),
  getFiscalPeriods: () => ({ path: '/fiscal-periods?year=2026', statuses: own }),
  postFiscalPeriodsPeriodClose: () => ({ path: '/fiscal-periods/2026-03/close', statuses: own }),
  postFiscalPeriodsPeriodReopen: () => ({
    path: '/fiscal-periods/2026-02/reopen',
    body: { reason: 'x' },
    statuses: [422],
  }),
  postFiscalPeriodsPeriodLock: () => ({ path: '/fiscal-periods/2026-02/lock', statuses: [422] }),
  postFiscalPeriodsPeriodUnlock: () => ({
    path: '/fiscal-periods/2026-02/unlock',
    body: { reason: 'x' },
    statuses: [422],
  }),
  getFiscalPeriodsPeriodHistory: () => ({
    path: '/fiscal-periods/2026-02/history',
    statuses: own,
  }),
  getFiscalPeriodsYearsYearHistory: () => ({
    path: '/fiscal-periods/years/2026/history',
    statuses: own,
  }),
  getFiscalPeriodsYearsYear: () => ({ path: '/fiscal-periods/years/2026', statuses: own }),
  postFiscalPeriodsYearsYearClose: () => ({
    path: '/fiscal-periods/years/2026/close',
    statuses: [422],
  }),
  postFiscalPeriodsYearsYearReopen: () => ({
    path: '/fiscal-periods/years/2026/reopen',
    body: { reason: 'x' },
    statuses: [422],
  }),
  getBalances: () => ({ path: '/balances', statuses: own }),
  getBalancesTrialBalance: () => ({ path: '/balances/trial-balance', statuses: own }),
  getBalancesDimensions: () => ({
    path: `/balances/dimensions?dimensionType=project&accountId=${ids.accountId}`,
    statuses: own,
  }),
  getBalancesAccountsAccountId: () => ({
    path: `/balances/accounts/${ids.accountId}`,
    statuses: absent,
  }),
  getBalancesAccountsAccountIdLedger: () => ({
    path: `/balances/accounts/${ids.accountId}/ledger`,
    statuses: absent,
  }),
  postBalancesRevaluations: () => ({
    path: '/balances/revaluations',
    body: { date: today },
    statuses: own,
  }),
  getExchangeRates: () => ({ path: '/exchange-rates?currency=USD', statuses: own }),
  getExchangeRatesCurrencyDate: () => ({ path: `/exchange-rates/USD/${today}`, statuses: absent }),
  putExchangeRatesCurrencyDate: () => ({
    path: `/exchange-rates/EUR/${today}`,
    body: { rate: '3.1' },
    statuses: own,
  }),
  postExchangeRatesImport: () => ({
    path: '/exchange-rates/import',
    raw: `currency,date,rate\nEUR,${today},3.2\n`,
    mediaType: 'text/csv',
    statuses: own,
  }),
};

const sentFor = ({ parameters }: Operation, { body, raw, mediaType }: Attempt): Sent => ({
  ...(body !== undefined && { body }),
  ...(raw !== undefined && { raw }),
  headers: {
    'idempotency-key': newUuid(),
    ...(parameters.some(({ name, required }) => name === 'If-Match' && required) && {
      'if-match': '"1"',
    }),
    ...(mediaType !== undefined && { 'content-type': mediaType }),
  },
});

const eachOperation = async (
  act: (operation: Operation, attempt: Attempt) => Promise<void>,
): Promise<void> => {
  // Reads first: what the stranger creates for itself would be found afterwards.
  const operations = [...ledger.contract.operations].sort(
    (one, other) => Number(other.method === 'GET') - Number(one.method === 'GET'),
  );
  for (const operation of operations) {
    const attempt = attempts[operation.operationId];
    if (attempt === undefined) throw new Error(`nobody tries to reach ${operation.operationId}`);
    await act(operation, attempt());
  }
};

const booksAndRowsOf = async (caller: Caller) => [
  await footprintOf(ledger, caller),
  await booksOf(caller),
  (await caller.get('/accounts/settings')).body,
  (await caller.get('/fiscal-periods?year=2026')).body,
  (await caller.get('/exchange-rates')).body,
  (await caller.get(`/transactions/${ids.draftId}`)).body,
];

describe('another company', () => {
  it('is tried at every operation that the service declares, and at no other', () => {
    const declared = ledger.contract.operations.map(({ operationId }) => operationId);
    expect(Object.keys(attempts).sort()).toEqual([...declared].sort());
  });

  it('neither reads nor changes anything of a company, whichever operation it asks', async () => {
    const before = await booksAndRowsOf(owner);
    await eachOperation(async (operation, attempt) => {
      const { method, operationId } = operation;
      const sent = sentFor(operation, attempt);
      const { status, body } = await stranger.send(method, attempt.path, sent);
      expect({ operationId, status }).toEqual({
        operationId,
        status: attempt.statuses.find((allowed) => allowed === status) ?? attempt.statuses,
      });
      const said = JSON.stringify(body);
      for (const secret of [ids.secret, '77.77', '2.4242']) {
        expect({ operationId, tells: said.includes(secret) }).toEqual({
          operationId,
          tells: false,
        });
      }
      if (status < 300 && method === 'GET') expect(said).not.toContain(ids.accountId);
    });
    expect(await booksAndRowsOf(owner)).toEqual(before);
  });

  it('may use the same ids for its own things without meeting those of others', async () => {
    const found = await stranger.get(`/transactions/${ids.transactionId}`);
    expect(found.body).toMatchObject({ transactionId: ids.transactionId, status: 'draft' });
    const batch = await stranger.get(`/transactions/imports/${ids.batchId}`);
    expect(batch.body).toMatchObject({ status: 'failed', received: 1 });
    const kept = await owner.get(`/transactions/${ids.transactionId}`);
    expect(kept.body).toMatchObject({ status: 'posted', description: ids.secret });
  });
});

describe('a list, whatever it is filtered and sorted by,', () => {
  const counterparty = 'counterpartyTin=200000001';

  it.each([
    '/transactions?accountId={accountId}',
    '/transactions?accountId={accountId}&sort=created',
    `/transactions?accountId={accountId}&${counterparty}&status=posted`,
    `/transactions?${counterparty}&status=draft`,
    ...['counterparty_tin', 'project', 'document_reference'].flatMap((type) =>
      ['', '&asOf=2026-12-31', '&sort=-dimension_value'].map(
        (more) => `/balances/dimensions?dimensionType=${type}${more}`,
      ),
    ),
    '/exchange-rates?sort=-date',
    '/exchange-rates?source=manual',
    '/transactions/imports?sort=started&status=completed',
  ])('shows its owner everything and another company nothing: %s', async (path) => {
    const idle = await newCompany(ledger);
    const itemsFor = async (caller: Caller) =>
      (
        await accepted(
          caller.get<{ items: readonly unknown[] }>(path.replace('{accountId}', ids.accountId)),
        )
      ).items;
    expect((await itemsFor(owner)).length).toBeGreaterThan(0);
    expect(await itemsFor(idle)).toEqual([]);
  });
});

describe('every operation', () => {
  const refuse = async (
    caller: (operation: Operation) => Caller,
    expected: Readonly<Record<string, unknown>>,
  ): Promise<void> => {
    const before = await footprintOf(ledger, owner);
    await eachOperation(async (operation, attempt) => {
      const answer: Answer<unknown> = await caller(operation).send(
        operation.method,
        attempt.path,
        sentFor(operation, attempt),
      );
      expect({ operation: operation.operationId, ...answer }).toMatchObject({
        operation: operation.operationId,
        ...expected,
      });
    });
    expect(await footprintOf(ledger, owner)).toEqual(before);
  };

  it('declares a permission that the service knows', () => {
    for (const { permission } of ledger.contract.operations) {
      expect(allPermissions).toContain(permission);
    }
  });

  it('is refused to a token with all permissions but its own', async () => {
    const { companyId } = owner;
    await refuse(
      ({ permission }) => {
        const permissions = allPermissions.filter((other) => other !== permission);
        return ledger.caller({ companyId, permissions });
      },
      { status: 403, body: { code: 'host.permission_denied' } },
    );
  });
});
