import type { TransactionReceipt } from '../../../src/application/transaction-use-cases';
import type { Operation } from './answer-contract';
import { accountOf, chart, newCompany, today, transactionBody } from './bookkeeping';
import { accepted, refused, type Caller } from './caller';
import { startLedger, type StartedLedger } from './started-ledger';

let ledger: StartedLedger;
let company: Caller;
/** What there is a version of. */
const ids = { accountId: '', transactionId: '' };
const closedYear = 2025;
const closedMonth = `${closedYear}-01`;

beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
  ids.accountId = (await accountOf(company, chart.cash)).accountId;
  const draft = company.post<TransactionReceipt>('/transactions', transactionBody());
  ids.transactionId = (await accepted(draft)).transactionId;
  await accepted(company.put(`/exchange-rates/USD/${today}`, { rate: '2.7' }));
  for (let month = 1; month <= 12; month += 1) {
    const period = `${closedYear}-${String(month).padStart(2, '0')}`;
    await accepted(company.post(`/fiscal-periods/${period}/close`));
  }
  await accepted(company.post(`/fiscal-periods/years/${closedYear}/close`));
});
afterAll(() => ledger.stop());

const names = { nameEnglish: 'Till', nameGeorgian: 'სალარო' };
const reason = { reason: 'A mistake' };
const onAccount = (change: string): string => `/accounts/${ids.accountId}/${change}`;
const onTransaction = (change = ''): string => `/transactions/${ids.transactionId}${change}`;
const onMonth = (change: string): string => `/fiscal-periods/${closedMonth}/${change}`;
const onYear = (change: string): string => `/fiscal-periods/years/${closedYear}/${change}`;

interface Change {
  readonly path: string;
  readonly body?: object;
}

/** A well-formed request for every operation that is held against a version. */
const changes: Readonly<Record<string, () => Change>> = {
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
  }),
  putAccountsAccountIdName: () => ({ path: onAccount('name'), body: names }),
  putAccountsAccountIdParent: () => ({
    path: onAccount('parent'),
    body: { parentAccountId: null },
  }),
  putAccountsAccountIdClassification: () => ({
    path: onAccount('classification'),
    body: { isMonetary: true, currency: null, ifrsLine: null, metadata: {} },
  }),
  postAccountsAccountIdDeactivate: () => ({ path: onAccount('deactivate') }),
  postAccountsAccountIdReactivate: () => ({ path: onAccount('reactivate') }),
  putTransactionsTransactionId: () => ({ path: onTransaction(), body: transactionBody() }),
  postTransactionsTransactionIdApprove: () => ({ path: onTransaction('/approve') }),
  postTransactionsTransactionIdReject: () => ({ path: onTransaction('/reject'), body: reason }),
  postTransactionsTransactionIdPost: () => ({ path: onTransaction('/post') }),
  postTransactionsTransactionIdReverse: () => ({
    path: onTransaction('/reverse'),
    body: { reversalDate: today, ...reason },
  }),
  putExchangeRatesCurrencyDate: () => ({
    path: `/exchange-rates/USD/${today}`,
    body: { rate: '2.8' },
  }),
  postFiscalPeriodsPeriodClose: () => ({ path: onMonth('close') }),
  postFiscalPeriodsPeriodReopen: () => ({ path: onMonth('reopen'), body: reason }),
  postFiscalPeriodsPeriodLock: () => ({ path: onMonth('lock') }),
  postFiscalPeriodsPeriodUnlock: () => ({ path: onMonth('unlock'), body: reason }),
  postFiscalPeriodsYearsYearClose: () => ({ path: onYear('close') }),
  postFiscalPeriodsYearsYearReopen: () => ({ path: onYear('reopen'), body: reason }),
};

const takesVersion = ({ parameters }: Operation): boolean =>
  parameters.some(({ name }) => name === 'If-Match');

const askedWithVersion = (operation: Operation, { path, body }: Change) =>
  refused(
    company.send(operation.method, path, {
      body: body ?? {},
      headers: { 'idempotency-key': operation.operationId, 'if-match': '"99"' },
    }),
  );

describe('a version in If-Match', () => {
  it('is documented with its 412 where something may have changed meanwhile, only there', () => {
    const { operations } = ledger.contract;
    const taking = operations.filter(takesVersion).map(({ operationId }) => operationId);
    expect(taking.sort()).toEqual(Object.keys(changes).sort());
    const answering = operations.filter(({ answers }) => answers.has(412));
    expect(answering.map(({ operationId }) => operationId).sort()).toEqual(taking);
  });

  it('that is not the present one is refused with 412 by each of them', async () => {
    for (const operation of ledger.contract.operations.filter(takesVersion)) {
      const { operationId } = operation;
      const { status, code } = await askedWithVersion(
        operation,
        (changes[operationId] as () => Change)(),
      );
      expect([operationId, status, code]).toEqual([
        operationId,
        412,
        'event_store.version_mismatch',
      ]);
    }
  });

  it('is refused by every other change, because nobody would look at it', async () => {
    const others = ledger.contract.operations.filter(
      (operation) => operation.method !== 'GET' && !takesVersion(operation),
    );
    expect(others.length).toBeGreaterThan(4);
    for (const operation of others) {
      const { violations } = await askedWithVersion(operation, { path: operation.path });
      expect([operation.operationId, violations]).toEqual([
        operation.operationId,
        expect.arrayContaining([
          expect.objectContaining({ field: 'If-Match', code: 'host.field_unknown' }),
        ]),
      ]);
    }
  });

  it('that is the present one lets the change happen', async () => {
    const path = `/exchange-rates/USD/${today}`;
    expect(await company.put(path, { rate: '2.9' }, 1)).toMatchObject({ status: 200, version: 2 });
  });
});
